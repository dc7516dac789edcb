package account

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/ui/session"
)

// letter is the text of a letter, for those who cannot read the paper one, or have lost it.
type letter struct {
	frame
	When       string
	Paragraphs []string
	Lang       lang.Lang // the letter's own
}

// Letter shows the text of a letter to this account. Anybody else's is not there.
func (p *Pages) Letter(w http.ResponseWriter, r *http.Request) error {
	by, err := p.whoever(r)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(chi.URLParam(r, "letter"), 10, 64)
	if err != nil {
		return letters.ErrNotFound
	}
	x, err := p.Post.Read(r.Context(), id)
	if err != nil {
		return err
	}
	if x.Account != by.Whom() {
		return letters.ErrNotFound
	}
	if by.For != 0 { // a helper reads what is about something they may see
		if _, err := p.Office.Draft(r.Context(), by, x.Draft); err != nil {
			return err
		}
	}
	text, err := p.Post.Text(r.Context(), id)
	if err != nil {
		return err
	}
	v := letter{frame: p.frame(r, "letters"), Paragraphs: paragraphs(text), Lang: x.Lang}
	v.Title, v.When, v.Back = lang.T(v.frame.Lang, "apply.letters."+x.Kind), lang.Date(v.frame.Lang, x.At().In(lang.London)), "/account"
	return session.Show(w, r, http.StatusOK, letterPage(v))
}

// paragraphs parts a text at its empty lines.
func paragraphs(text string) []string {
	var out []string
	for _, part := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// tel is the address that rings a number.
func tel(number string) templ.SafeURL {
	return templ.SafeURL("tel:" + strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' || c == '+' {
			return c
		}
		return -1
	}, number))
}
