package sheet

import (
	"slices"
	"strings"
)

// Layout sets a letter in type. It is pure: the same letter gives the same
// document. With any problem there is no document, and all problems found are
// named at once. Notify's names for them are in Problem.
func (p *Press) Layout(l Letter) (*Document, []Problem) {
	look, known := lookOf(l.Format)
	if !known {
		return nil, []Problem{UnknownFormat}
	}
	d := &Document{lang: l.Lang, press: p}
	var found []Problem
	var texts []string
	var label []func(page, of int) string
	for part := &l; part != nil && len(d.pages) <= maxPages; part = part.Second {
		set := part.each(p.tidy)
		if len(texts) == 0 {
			d.title = set.title()
			found = CheckAddress(set.Address)
			set.Address = addressLines(set.Address)
		} else {
			set.Address = nil
		}
		found = append(found, p.missing(set)...)
		found = append(found, checkPart(set)...)
		pages, bad := p.part(set, look)
		found = append(found, bad...)
		found = append(found, p.mark(pages, set, look)...)
		d.pages = append(d.pages, pages...)
		for len(label) < len(d.pages) {
			label = append(label, part.PageLabel)
		}
		texts = append(texts, set.plain())
	}
	if len(d.pages) > maxPages {
		found = append(found, LetterTooLong)
	}
	found = append(found, p.number(d.pages, label, look)...)
	if len(found) > 0 {
		slices.Sort(found)
		return nil, slices.Compact(found)
	}
	d.text = strings.Join(texts, "\n")
	return d, nil
}

func checkPart(l Letter) []Problem {
	var found []Problem
	if l.Lang != "en" && l.Lang != "cy" {
		found = append(found, UnknownLanguage)
	}
	for _, b := range l.Blocks {
		if q, ok := b.(QR); ok && !q.fits() {
			found = append(found, QRTooLarge)
		}
	}
	return found
}

// part lays out one language. The one with the address begins with the window
// page; the other begins with the same head and its body close below.
func (p *Press) part(l Letter, look look) ([]Page, []Problem) {
	head, below, found := p.head(l, look)
	first := true
	s := setter{press: p, look: look, left: left, right: look.right, first: &first}
	rows := s.opening(l)
	for _, b := range l.Blocks {
		rows = join(rows, b.rows(s), b)
	}
	pages, ok := flow(head, below, look.bottom, rows)
	if !ok || slices.ContainsFunc(rows, func(r row) bool { return r.wide }) {
		found = append(found, ContentOutsidePrintableArea)
	}
	return pages, found
}

// join adds the rows of b. A signature never stands alone at the top of a page, a
// line that ends in a colon stays with what it announces, and a code with the QR
// code that spares somebody from typing it.
func join(rows, next []row, b Block) []row {
	if n := len(rows); n > 0 && len(next) > 0 {
		runs := rows[n-1].page.Runs
		_, signed := b.(Signature)
		paired := rows[n-1].code && next[0].qr
		announced := len(runs) > 0 && strings.HasSuffix(runs[len(runs)-1].Text, ":")
		rows[n-1].keep = rows[n-1].keep || signed || announced || paired
	}
	return append(rows, next...)
}

// opening is the date and reference, on lines of their own so that they read the
// same in every format.
func (s setter) opening(l Letter) []row {
	var rows []row
	for _, text := range []string{l.Date, l.Reference} {
		rows = append(rows, s.lines(text, 0, false, s.look.text)...)
	}
	return together(rows)
}

// mark puts the mark at the foot of the first page, right of its number.
func (p *Press) mark(pages []Page, l Letter, look look) []Problem {
	if l.Mark == "" || len(pages) == 0 {
		return nil
	}
	const most = 0.7 // of the width: the number of the page stands left of it
	width := p.width(l.Mark, false, look.smallest)
	if width > most*(look.right-left) || strings.Contains(l.Mark, "\n") {
		return []Problem{ContentOutsidePrintableArea}
	}
	pages[0].Runs = append(pages[0].Runs, Run{X: look.right - width, Y: look.foot, Text: l.Mark, Size: look.smallest})
	return nil
}

// number words the page numbers and puts them at the foot, in the text size.
func (p *Press) number(pages []Page, label []func(page, of int) string, look look) []Problem {
	var found []Problem
	for i := range pages {
		if label[i] == nil {
			continue
		}
		text := p.tidy(label[i](i+1, len(pages)))
		found = append(found, p.missing(Letter{Date: text})...)
		if p.width(text, false, look.text) > look.right-left || strings.Contains(text, "\n") {
			found = append(found, ContentOutsidePrintableArea)
		}
		pages[i].Runs = append(pages[i].Runs, Run{X: left, Y: look.foot, Text: text, Size: look.text})
	}
	return found
}
