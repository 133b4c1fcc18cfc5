package notice

import (
	"strings"
	"unicode/utf8"

	"github.com/chamsoc/chamsoc/care"
)

// The language of templates is small on purpose: whoever writes a text in a shop can learn it in a minute, and no text can run away.
//
//	{name}                  the value
//	{?name} … {/name}       shown only if there is a value
//	{!name} … {/name}       shown only if there is none
//	{{ and }}               a brace
//
// Sections nest, up to [maxDepth]. A value that is "no" is none.

// piece is a part of a compiled text: words, a value, or a section.
type piece struct {
	words   string
	name    string // of a value or a section
	section []piece
	kind    pieceKind
}

type pieceKind byte

const (
	pieceWords pieceKind = iota
	pieceValue
	pieceIf
	pieceUnless
)

const (
	maxText     = 10_000 // characters of a template's text
	maxSubject  = 200
	maxRendered = 20_000 // characters of what is sent
	maxDepth    = 4
)

// parseText reads a text. The error is an *Invalid that says where: the character, counted from 1.
func parseText(text string) ([]piece, error) {
	p := textParser{text: text}
	pieces := p.pieces("", 0)
	return pieces, p.problems.Err()
}

type textParser struct {
	text     string
	at       int // bytes read
	problems care.Problems
}

func (p *textParser) refuse(at int, c *care.Code, facts ...care.Fact) {
	const shown = 20
	if len(p.problems) < shown {
		place := utf8.RuneCountInString(p.text[:at]) + 1
		p.problems.Add("", "", c.With(append(facts, care.NewFact("place", place))...))
	}
}

// pieces reads up to the end of the section, or of the text.
func (p *textParser) pieces(section string, depth int) (all []piece) {
	begun := p.at
	words := func(s string) {
		if n := len(all); n > 0 && all[n-1].kind == pieceWords {
			all[n-1].words += s
		} else if s != "" {
			all = append(all, piece{words: s})
		}
	}
	for p.at < len(p.text) {
		i := strings.IndexAny(p.text[p.at:], "{}")
		if i < 0 {
			words(p.text[p.at:])
			p.at = len(p.text)
			break
		}
		words(p.text[p.at : p.at+i])
		p.at += i
		if brace := p.text[p.at : p.at+1]; strings.HasPrefix(p.text[p.at+1:], brace) {
			words(brace)
			p.at += 2
			continue
		}
		hole, at, ok := p.hole()
		if !ok {
			continue
		}
		name := strings.TrimLeft(hole, "?!/")
		switch {
		case !isWord(name) || len(hole) > len(name)+1:
			p.refuse(at, CodeHole)
		case hole[0] == '/' && name == section:
			return all
		case hole[0] == '/':
			p.refuse(at, CodeSectionEnd, care.NewFact("name", name))
		case hole[0] == '?' || hole[0] == '!':
			if depth == maxDepth {
				p.refuse(at, CodeTooDeep, care.NewFact("limit", maxDepth))
			}
			inner := piece{name: name, kind: pieceIf}
			if hole[0] == '!' {
				inner.kind = pieceUnless
			}
			inner.section = p.pieces(name, min(depth+1, maxDepth))
			all = append(all, inner)
		default:
			all = append(all, piece{name: name, kind: pieceValue})
		}
	}
	if section != "" {
		p.refuse(begun, CodeSectionOpen, care.NewFact("name", section))
	}
	return all
}

// hole reads what stands in braces. A brace without its partner is refused.
func (p *textParser) hole() (inside string, at int, ok bool) {
	at = p.at
	p.at++
	if p.text[at] == '}' {
		p.refuse(at, CodeHole)
		return "", at, false
	}
	end := strings.IndexAny(p.text[p.at:], "{}\n")
	if end < 0 || p.text[p.at+end] != '}' {
		p.refuse(at, CodeHole)
		return "", at, false
	}
	inside = p.text[p.at : p.at+end]
	p.at += end + 1
	if inside == "" {
		p.refuse(at, CodeHole)
		return "", at, false
	}
	return inside, at, true
}

// checkText refuses values that the kind does not supply, and optional ones where they may be missing.
func checkText(k *Kind, pieces []piece, known map[string]bool, p *care.Problems) {
	for _, part := range pieces {
		if part.kind == pieceWords {
			continue
		}
		v, ok := k.variable(part.name)
		switch {
		case !ok:
			p.Add("", "", CodeUnknownVariable.With(care.NewFact("name", part.name), care.NewFact("known", k.names())))
		case part.kind == pieceValue && v.Optional && !known[part.name]:
			p.Add("", "", CodeMayBeMissing.With(care.NewFact("name", part.name)))
		}
		was := known[part.name]
		if part.kind == pieceIf {
			known[part.name] = true
		}
		checkText(k, part.section, known, p)
		known[part.name] = was
	}
}

// names lists what a kind can say.
func (k *Kind) names() (all []string) {
	for _, list := range [2][]Variable{k.Variables, houseVariables} {
		for _, v := range list {
			all = append(all, v.Name)
		}
	}
	return all
}

// fill puts the values into a text. It stops when the result is longer than any that is sent, and says so.
func fill(b *strings.Builder, pieces []piece, values map[string]string) (fits bool) {
	for _, part := range pieces {
		switch part.kind {
		case pieceWords:
			b.WriteString(part.words)
		case pieceValue:
			b.WriteString(values[part.name])
		case pieceIf, pieceUnless:
			if (values[part.name] != "") == (part.kind == pieceIf) && !fill(b, part.section, values) {
				return false
			}
		}
		if b.Len() > maxRendered*utf8.UTFMax {
			return false
		}
	}
	return true
}
