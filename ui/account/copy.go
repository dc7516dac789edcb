package account

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

type copyView struct {
	own
	From  []govuk.SelectItem
	Asked string
	Days  int
}

// Copy offers everything that is held on somebody, here or on paper.
func (p *Pages) Copy(w http.ResponseWriter, r *http.Request) error {
	return p.showCopy(w, r, copyView{own: p.ownPage(r, "copy")})
}

func (p *Pages) showCopy(w http.ResponseWriter, r *http.Request, v copyView) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	all, err := p.Office.Dealings(r.Context(), by, by.ID)
	if err != nil {
		return err
	}
	v.Days = cases.RecordDays
	if len(all) > 0 {
		v.From = []govuk.SelectItem{{}}
	}
	for _, d := range all {
		name, err := p.agencyName(r.Context(), v.Lang, d.Agency)
		if err != nil {
			return err
		}
		v.From = append(v.From, govuk.SelectItem{Value: number(d.Agency), Text: name})
	}
	return session.Show(w, r, v.status(), copyPage(v))
}

// AskCopy asks for it on paper: the agency has 28 days.
func (p *Pages) AskCopy(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	form, err := typed(r)
	if err != nil {
		return err
	}
	v := copyView{own: p.ownPage(r, "copy")}
	agency := whole(form.Get("agency"))
	if !p.deals(r, agency) {
		v.wrong("agency", v.P("copy.from_required"))
		return p.showCopy(w, r, v)
	}
	due, err := p.Office.AskRecord(r.Context(), by, by.ID, agency)
	if err != nil {
		return err
	}
	v.told = v.P("copy.asked", "date", lang.Date(v.Lang, due))
	return p.showCopy(w, r, v)
}

// gathered is the record of who asks for it.
func (p *Pages) gathered(r *http.Request) (record, lang.Lang, error) {
	l := p.Sessions.Lang(r)
	by, a, err := p.mine(r)
	if err != nil {
		return record{}, l, err
	}
	rec, err := p.recordOf(r.Context(), l, by, a, time.Now())
	return rec, l, err
}

// CopyJSON is the record for a computer.
func (p *Pages) CopyJSON(w http.ResponseWriter, r *http.Request) error {
	rec, _, err := p.gathered(r)
	if err != nil {
		return err
	}
	attach(w, "application/json", "samedoor.json")
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(rec)
}

// attach sets what goes with a file. It is somebody's, so no machine between keeps it.
func attach(w http.ResponseWriter, kind, name string) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "no-store")
}

// CopyZip is the record as tables, one file a section.
func (p *Pages) CopyZip(w http.ResponseWriter, r *http.Request) error {
	rec, _, err := p.gathered(r)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if err := zipped(&body, rec); err != nil {
		return err
	}
	attach(w, "application/zip", "samedoor.zip")
	_, err = w.Write(body.Bytes())
	return err
}

func zipped(w io.Writer, rec record) error {
	z := zip.NewWriter(w)
	for _, s := range rec.Sections {
		f, err := z.Create(s.Name + ".csv")
		if err != nil {
			return err
		}
		c := csv.NewWriter(f)
		if err := c.Write(s.Columns); err != nil {
			return err
		}
		for _, row := range s.Rows {
			if err := c.Write(tame(row)); err != nil {
				return err
			}
		}
		c.Flush()
		if err := c.Error(); err != nil {
			return err
		}
	}
	return z.Close()
}

// tame keeps a spreadsheet from taking what somebody typed for a formula.
func tame(row []string) []string {
	out := make([]string, len(row))
	for i, cell := range row {
		if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r") && !phoneLike(cell) {
			cell = "'" + cell
		}
		out[i] = cell
	}
	return out
}

// phoneLike is a number as we store it: no formula, and wanted as it is.
func phoneLike(s string) bool {
	return len(s) > 1 && s[0] == '+' && strings.Trim(s[1:], "0123456789") == ""
}

// CopyPDF is the record to read or print.
func (p *Pages) CopyPDF(w http.ResponseWriter, r *http.Request) error {
	rec, l, err := p.gathered(r)
	if err != nil {
		return err
	}
	pdf, err := RecordPDF(p.Post, l, rec)
	if err != nil {
		return err
	}
	return session.PDF(w, pdf, "samedoor")
}

// The page of a copy: A4 with wide margins, text as large as in letters.
const (
	copyLeft, copyTop, copyWidth, copyBottom = 20.0, 25.0, 170.0, 275.0
	copySize, copyLine                       = 12.0, 6.0
)

// RecordPDF lays a record out, one line below the other.
func RecordPDF(post *letters.Room, l lang.Lang, rec record) ([]byte, error) {
	c := copier{post: post, drawn: sheet.Drawn{Lang: string(l), Title: lang.T(l, "page.copy.title")}, y: copyBottom}
	c.text(lang.T(l, "page.copy.title"), true, 18)
	c.text(lang.T(l, "page.copy.made", "name", rec.Name, "date", lang.Date(l, rec.Made.In(lang.London))), false, copySize)
	for _, s := range rec.Sections {
		c.text("", false, copySize)
		c.text(lang.T(l, "page.copy.sections."+s.Name), true, 14)
		for _, row := range s.Rows {
			c.text(strings.Join(filled(row), " · "), false, copySize)
		}
	}
	var out bytes.Buffer
	err := post.Print(c.drawn, &out)
	return out.Bytes(), err
}

func filled(row []string) (out []string) {
	for _, cell := range row {
		if cell != "" {
			out = append(out, cell)
		}
	}
	return out
}

type copier struct {
	post  *letters.Room
	drawn sheet.Drawn
	y     float64
}

// text sets a paragraph, and begins a page where the last is full.
func (c *copier) text(s string, bold bool, size float64) {
	for _, line := range c.post.Wrap(s, bold, size, copyWidth) {
		if c.y += copyLine * size / copySize; c.y > copyBottom {
			c.drawn.Pages = append(c.drawn.Pages, sheet.Page{})
			c.y = copyTop
		}
		if line == "" {
			continue
		}
		page := &c.drawn.Pages[len(c.drawn.Pages)-1]
		page.Runs = append(page.Runs, sheet.Run{X: copyLeft, Y: c.y, Text: line, Bold: bold, Size: size})
	}
}
