package chart

// Legend writes entries beside one another and begins a new line when one does not fit.
type Legend struct {
	Picture *Picture
	Left    float64 // where lines begin
	Y       float64 // on which the letters of the present line stand
	x       float64
}

// Entry writes an entry after the symbol that draw makes: 14 wide, from x, on y.
func (l *Legend) Entry(text string, draw func(x, y float64)) {
	width := 14 + 6 + TextWidth(text, small) + 12
	if l.x < l.Left {
		l.x = l.Left
	}
	if l.x > l.Left && l.x+width > l.Picture.Width()-margin {
		l.x, l.Y = l.Left, l.Y+lineHeight
	}
	draw(l.x, l.Y)
	l.Picture.Paragraph(l.x+20, l.Y, l.Picture.Width()-margin-l.x-20, 1, Font{Size: small}, text)
	l.x += width
}
