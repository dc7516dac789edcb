package paper

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters/sheet"
)

// BoxKind is what is done in a box.
type BoxKind string

// The kinds of box.
const (
	Tick BoxKind = "tick" // a cross chooses it
	Cell BoxKind = "cell" // one character of a field
	Line BoxKind = "line" // writing, one or several lines
	Ink  BoxKind = "ink"  // a signature
)

// Box is one place to fill in, in millimetres from the top left of its page. Its edge is drawn within it.
type Box struct {
	Page     int     `json:"page"` // from 1
	Question string  `json:"q"`
	Row      int     `json:"row,omitempty"` // of a list, from 1
	Part     string  `json:"part"`          // of the input, as services.Input names it
	Option   string  `json:"option,omitempty"`
	Kind     BoxKind `json:"kind"`
	Cell     int     `json:"cell,omitempty"`   // its place among the cells of its field
	Before   string  `json:"before,omitempty"` // printed before this cell: the point of an amount, the colon of a time
	X        float64 `json:"x"`
	Y        float64 `json:"y"`
	W        float64 `json:"w"`
	H        float64 `json:"h"`
}

// Field names what all cells or lines of one part of an answer make up: "medicines#2/dose", "born/year".
func (b Box) Field() string {
	q := b.Question
	if b.Row > 0 {
		q += "#" + itoa(b.Row)
	}
	return q + "/" + b.Part
}

// ID names a box, once in a layout: of an option "who/value=me", of a cell "born/year:3", else as its field.
func (b Box) ID() string {
	switch b.Kind {
	case Tick:
		return b.Field() + "=" + b.Option
	case Cell:
		return b.Field() + ":" + itoa(b.Cell)
	case Line, Ink:
	}
	return b.Field()
}

// Corner is the centre of a corner mark; there are four on every page, the same on each.
type Corner struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

// Layout is where everything stands that is filled in on a form: what a scan is cut by. It holds nothing of anybody.
type Layout struct {
	Service string       `json:"service"`
	Version int          `json:"version"`
	Hash    string       `json:"hash"` // of the service's definition
	Lang    lang.Lang    `json:"lang"`
	Format  sheet.Format `json:"format"`
	Pages   int          `json:"pages"`
	Corners []Corner     `json:"corners"`
	Corner  float64      `json:"corner"` // side of a corner mark
	Boxes   []Box        `json:"boxes"`
}

// JSON is the layout as it is stored; the same layout is the same bytes.
func (l Layout) JSON() []byte {
	out, err := json.Marshal(l)
	if err != nil {
		panic(err) // numbers and words always marshal
	}
	return out
}

// Sum is what a stored layout is known by.
func (l Layout) Sum() string {
	sum := sha256.Sum256(l.JSON())
	return hex.EncodeToString(sum[:])
}

// of are the boxes of one question, in the order they are printed.
func (l Layout) of(question string) []Box {
	var out []Box
	for _, b := range l.Boxes {
		if b.Question == question {
			out = append(out, b)
		}
	}
	return out
}

// Asks says whether the form has anything to fill in for a question.
func (l Layout) Asks(question string) bool { return len(l.of(question)) > 0 }

// short is the beginning of the sum, as the mark on a page has it.
func (l Layout) short() string { return strings.ToUpper(l.Sum()[:8]) }
