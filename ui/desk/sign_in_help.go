package desk

import (
	"errors"
	"net/http"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/ui/session"
)

// signInView is how somebody signs in, for staff who help them: nothing of it lets anybody in.
type signInView struct {
	frame
	opened
	ways   []signin.Credential
	seats  []signin.Session
	proven bool   // who is on the line is this person, and was proven
	cannot string // why a code could not go
}

// SignInHelp shows how somebody signs in, and what can be done for them.
func (p *Pages) SignInHelp(w http.ResponseWriter, r *http.Request) error {
	o, ok, err := p.openPerson(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	return p.showSignInHelp(w, r, http.StatusOK, o, "")
}

func (p *Pages) showSignInHelp(w http.ResponseWriter, r *http.Request, status int, o opened, cannot string) (err error) {
	v := signInView{opened: o, proven: o.proven(), cannot: cannot}
	if v.ways, err = p.Gate.Credentials(r.Context(), o.account.ID); err != nil {
		return err
	}
	if v.seats, err = p.Gate.Open(r.Context(), o.account.ID, p.now()); err != nil {
		return err
	}
	v.frame = p.frame(r, o.v, "", o.account.FullName)
	if cannot != "" {
		v.frame.problems = append(v.frame.problems, problem(cannot, "send"))
	}
	return session.Show(w, r, status, signInHelpPage(v))
}

// proven says whether who is on the line is this very person, and was proven in this conversation.
func (o opened) proven() bool {
	c := o.v.contact
	return c.ID != 0 && c.ProvenAt != nil && c.Account == o.account.ID && o.v.by.Caller == 0
}

// SendSignIn sends a code to sign in, to the address or the number on record.
func (p *Pages) SendSignIn(w http.ResponseWriter, r *http.Request) error {
	o, ok, err := p.openPerson(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	door := r.PostFormValue("by")
	why, until, err := p.Gate.SendCode(r.Context(), o.v.by, o.account.ID, door)
	return p.signInSent(w, r, o, door, why, until, err)
}

// RecoverSignIn ends every way to sign in of somebody who has lost them, and sends a new code.
func (p *Pages) RecoverSignIn(w http.ResponseWriter, r *http.Request) error {
	o, ok, err := p.openPerson(r)
	if err != nil {
		return err
	}
	if !ok {
		return p.askReason(w, r, o)
	}
	door := r.PostFormValue("by")
	why, until, err := p.Gate.Recover(r.Context(), o.v.by, o.account.ID, door)
	if errors.Is(err, signin.ErrNotProven) {
		return p.showSignInHelp(w, r, http.StatusConflict, o, o.v.S("recover_unproven"))
	}
	if door == "" {
		door = "ended"
	}
	return p.signInSent(w, r, o, door, why, until, err)
}

func (p *Pages) signInSent(w http.ResponseWriter, r *http.Request, o opened, door string, why accounts.Refusal, until time.Time, err error) error {
	if err != nil {
		return err
	}
	if why != "" {
		text := o.v.S("cannot") + " " + lang.T(o.v.lang, "reach."+string(why))
		if !until.IsZero() {
			text += " " + o.v.S("until", "time", lang.Moment(o.v.lang, until.In(lang.London)))
		}
		return p.showSignInHelp(w, r, http.StatusConflict, o, text)
	}
	p.tell(r, map[string]string{"letter": "signin.desk.told.posted_done", "text": "signin.desk.told.texted_done", "ended": "signin.desk.told.ended_done"}[door])
	return session.To(w, r, o.at("sign-in"))
}

// S is a sentence about how somebody signs in.
func (v visit) S(key string, vars ...any) string { return lang.T(v.lang, "signin.desk."+key, vars...) }

// wayWord is a way to sign in, in words.
func (v signInView) wayWord(c signin.Credential) string {
	text := lang.T(v.frame.lang, "signin.ways."+string(c.Kind))
	if c.Name != "" {
		text += ": " + c.Name
	}
	return text
}

// endWord says since when a way opens nothing, and why.
func (v signInView) endWord(c signin.Credential) string {
	switch {
	case c.Ended != nil:
		return v.frame.when(*c.Ended) + ", " + lang.T(v.frame.lang, "signin.ways.why."+c.Why)
	case c.Suspect:
		return lang.T(v.frame.lang, "signin.ways.suspect")
	}
	return v.frame.S("open")
}
