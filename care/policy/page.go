package policy

import (
	"github.com/chamsoc/chamsoc/care"
)

// page is what a published document says, before it is written as HTML or as text: one content, two forms.
type page struct {
	Lang     care.Lang
	Title    string
	Under    []string // lines below the title
	Sections []section
	Foot     string
}

// section is a part of a page. It holds what is not empty of its paragraphs, its list and its table, in this order.
type section struct {
	Heading  string
	Level    int // 2 or 3
	Paras    []string
	Numbered bool // the items are steps
	Items    []item
	Table    table
}

// item is an entry of a list, with what there is to know about it.
type item struct {
	Text  string
	Notes []note
}

// note is a label and its value, such as the time of a step.
type note struct{ Label, Value string }

// table has a caption, since it is read out, and short cells, since it is read on phones.
type table struct {
	Caption string
	Head    []string
	Rows    [][]string
}
