package account

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/ui/session"
)

// asking is the page on which a code is asked for, by letter or by text.
type asking struct {
	door
	By                     string // letter, text
	Name, Postcode, Mobile string
	Born                   services.Input
}

// AskLetter and AskText ask who wants a code.
func (p *Pages) AskLetter(w http.ResponseWriter, r *http.Request) error {
	return p.ask(w, r, http.StatusOK, asking{By: "letter"})
}

// AskText asks who wants a code by text.
func (p *Pages) AskText(w http.ResponseWriter, r *http.Request) error {
	return p.ask(w, r, http.StatusOK, asking{By: "text"})
}

func (p *Pages) ask(w http.ResponseWriter, r *http.Request, status int, v asking) error {
	if v.Lang == "" {
		d, err := p.door(r, v.By+".heading")
		if err != nil {
			return err
		}
		v.door = d
	}
	v.Back = "/sign-in"
	return session.Show(w, r, status, askPage(v))
}

// LetterAsked takes who wants a code by letter.
func (p *Pages) LetterAsked(w http.ResponseWriter, r *http.Request) error {
	return p.asked(w, r, "letter")
}

// TextAsked takes who wants a code by text.
func (p *Pages) TextAsked(w http.ResponseWriter, r *http.Request) error { return p.asked(w, r, "text") }

// asked takes what somebody says about themselves. What they are answered says nothing about whether they are on record.
func (p *Pages) asked(w http.ResponseWriter, r *http.Request, by string) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	d, err := p.door(r, by+".heading")
	if err != nil {
		return err
	}
	v := asking{door: d, By: by, Name: r.PostForm.Get("name"), Postcode: r.PostForm.Get("postcode"), Mobile: r.PostForm.Get("mobile"), Born: readBorn(r)}
	a := p.readAsking(&v)
	if len(v.Problems) > 0 {
		return p.ask(w, r, http.StatusUnprocessableEntity, v)
	}
	err = p.Gate.AskForCode(r.Context(), a, remote(r))
	if errors.Is(err, signin.ErrThrottled) {
		v.wrong(v.S("problems.throttled", "time", p.until(v.Lang, time.Hour)), first(by))
		return p.ask(w, r, http.StatusTooManyRequests, v)
	}
	if err != nil {
		return err
	}
	return session.To(w, r, "/sign-in/"+by+"/asked")
}

// readAsking reads the fields; what cannot be is a problem of the page.
func (p *Pages) readAsking(v *asking) signin.Asking {
	a := signin.Asking{Door: v.By}
	if v.By == "text" {
		mobile, ok := accounts.ReadPhone(v.Mobile)
		if a.Mobile = mobile; !ok {
			v.wrong(v.S("problems.mobile"), "mobile")
		}
	} else {
		if a.Name = strings.Join(strings.Fields(v.Name), " "); a.Name == "" || len(a.Name) > longestName {
			v.wrong(v.S("problems.name"), "name")
		}
		postcode, ok := services.ParsePostcode(v.Postcode)
		if a.Postcode = postcode; !ok {
			v.wrong(v.S("problems.postcode"), "postcode")
		}
	}
	born, ok := p.born(v.Born)
	if a.Born = born; !ok {
		v.wrong(v.S("problems.born"), "day")
	}
	return a
}

// longestName is the longest name, in bytes, that is looked for.
const longestName = 400

// first is the id of the first field.
func first(by string) string {
	if by == "text" {
		return "mobile"
	}
	return "name"
}

// LetterSent says what happens now, whether anything does or not.
func (p *Pages) LetterSent(w http.ResponseWriter, r *http.Request) error {
	return p.sent(w, r, "letter")
}

// TextSent says the same of a text.
func (p *Pages) TextSent(w http.ResponseWriter, r *http.Request) error { return p.sent(w, r, "text") }

func (p *Pages) sent(w http.ResponseWriter, r *http.Request, by string) error {
	d, err := p.door(r, "asked."+by+"_heading")
	if err != nil {
		return err
	}
	d.Back = "/sign-in"
	return session.Show(w, r, http.StatusOK, sentPage(asking{door: d, By: by}))
}
