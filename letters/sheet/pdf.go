package sheet

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// printed is the date in every PDF: the same letter must be the same bytes, so
// that a batch made twice can be recognised.
var printed = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// PDF writes documents as one PDF with its fonts embedded: one letter, or a
// print run. In a run a letter with an odd number of pages is followed by an empty
// one, so that every letter begins on a new sheet of a duplex printer. The same
// documents give the same bytes. PDF may be called from many goroutines.
//
// The PDF names its language and title but is not tagged, which the PDF library cannot
// do; the accessible copy is Document.Text.
func (p *Press) PDF(w io.Writer, docs ...*Document) error {
	if len(docs) == 0 {
		return fmt.Errorf("sheet: write pdf: no documents")
	}
	out := p.writer()
	out.pdf.SetTitle(docs[0].title, true)
	for _, d := range docs {
		for _, page := range d.pages {
			out.page(page)
		}
		if len(docs) > 1 && len(d.pages)%2 == 1 {
			out.pdf.AddPage()
		}
	}
	var buf bytes.Buffer
	if err := out.pdf.Output(&buf); err != nil {
		return fmt.Errorf("sheet: write pdf: %w", err)
	}
	if _, err := w.Write(speak(buf.Bytes(), docs[0].lang)); err != nil {
		return fmt.Errorf("sheet: write pdf: %w", err)
	}
	return nil
}

// pdfWriter draws pages with one gofpdf document.
type pdfWriter struct {
	press *Press
	pdf   *gofpdf.Fpdf
	added map[string]bool
	shade int
	space float64
}

func (p *Press) writer() *pdfWriter {
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(printed)
	pdf.SetModificationDate(printed)
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	return &pdfWriter{press: p, pdf: pdf, added: map[string]bool{}}
}

func (o *pdfWriter) page(page Page) {
	o.pdf.AddPage()
	o.space = 0
	for _, b := range page.solid() {
		if int(b.Shade) != o.shade {
			o.shade = int(b.Shade)
			o.pdf.SetFillColor(o.shade, o.shade, o.shade)
		}
		o.pdf.Rect(b.X, b.Y, b.W, b.H, "F")
	}
	for _, r := range page.Runs {
		o.run(r)
	}
}

// run writes a run, in pieces where it leaves a code page.
func (o *pdfWriter) run(r Run) {
	if r.Spacing != o.space {
		o.space = r.Spacing
		o.pdf.RawWriteStr(strconv.FormatFloat(r.Spacing/pt, 'f', 3, 64) + " Tc\n")
	}
	f := o.press.face(r.Bold)
	x := r.X
	runes := []rune(r.Text)
	for len(runes) > 0 {
		number := f.codes[runes[0]].page
		var bytes []byte
		var wide float64
		for _, c := range runes {
			if f.codes[c].page != number {
				break
			}
			bytes = append(bytes, f.codes[c].char)
			wide += float64(f.widths[c])/1000*r.Size*pt + r.Spacing
		}
		o.font(f, int(number), r)
		o.pdf.Text(x, r.Y, string(bytes))
		x += wide
		runes = runes[len(bytes):]
	}
}

// font selects a code page of a weight, adding it to the document when it is
// first needed.
func (o *pdfWriter) font(f *face, number int, r Run) {
	family, style := "page"+strconv.Itoa(number), ""
	if r.Bold {
		style = "B"
	}
	if !o.added[family+style] {
		o.added[family+style] = true
		o.pdf.AddFontFromBytes(family, style, slices.Clone(f.def.pages[number]), slices.Clone(f.def.packed))
	}
	o.pdf.SetFont(family, style, r.Size)
}

// speak adds the language to the catalog, so that a screen reader picks the right
// voice; gofpdf cannot. The catalog is the last object, so only the place of the
// cross-reference table moves.
func speak(pdf []byte, lang string) []byte {
	mark, end := []byte("/Type /Catalog\n"), []byte("startxref\n")
	at, start := bytes.LastIndex(pdf, mark), bytes.LastIndex(pdf, end)
	if at < 0 || start < at {
		return pdf
	}
	added := []byte("/Lang (" + lang + ")\n/ViewerPreferences <</DisplayDocTitle true>>\n")
	table := bytes.Index(pdf[at:], []byte("xref\n")) + at + len(added)
	out := make([]byte, 0, len(pdf)+len(added))
	out = append(out, pdf[:at+len(mark)]...)
	out = append(out, added...)
	out = append(out, pdf[at+len(mark):start]...)
	// Both entries came with version 1.4; gofpdf says 1.3.
	copy(out, "%PDF-1.4")
	return fmt.Appendf(out, "startxref\n%d\n%%%%EOF\n", table)
}
