package desk

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// meView is a member's own page: where they are signed in, and their passkeys.
type meView struct {
	frame
	here     int64 // the session of this browser
	open     []staff.Session
	ended    []staff.Session
	passkeys []staff.Passkey
	can      bool // passkeys can be used here
	leads    bool
}

// Me shows a member where they are signed in, and their passkeys.
func (p *Pages) Me(w http.ResponseWriter, r *http.Request) error {
	return p.showMe(w, r, http.StatusOK, "")
}

// showMe shows the page again with what was wrong: a lang key below "me".
func (p *Pages) showMe(w http.ResponseWriter, r *http.Request, status int, wrong string) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	m := meView{here: session.SignedIn(r).ID, can: p.Staff.Passkeys(), leads: v.member.May(staff.Leader)}
	all, err := p.Staff.Sessions(r.Context(), v.member.ID, v.now)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.Counts(v.now) {
			m.open = append(m.open, s)
		} else {
			m.ended = append(m.ended, s)
		}
	}
	if m.passkeys, err = p.Staff.PasskeysOf(r.Context(), v.member.ID); err != nil {
		return err
	}
	m.frame = p.frame(r, v, "", lang.T(v.lang, "me.title"))
	m.frame.path = "/desk/me"
	if wrong != "" {
		m.frame.problems = []govuk.ErrorSummaryItem{problem(lang.T(v.lang, "me."+wrong), "passkeys")}
	}
	return session.Show(w, r, status, mePage(m))
}

// EndMine ends one of a member's own sessions elsewhere.
func (p *Pages) EndMine(w http.ResponseWriter, r *http.Request) error {
	return p.endSession(w, r, "/desk/me")
}

// EndTheirs ends a session of a leader's team.
func (p *Pages) EndTheirs(w http.ResponseWriter, r *http.Request) error {
	return p.endSession(w, r, "/desk/team")
}

func (p *Pages) endSession(w http.ResponseWriter, r *http.Request, back string) error {
	m, err := session.Member(r)
	if err != nil {
		return err
	}
	which, err := id(r)
	if err != nil {
		return err
	}
	err = p.Staff.EndSession(r.Context(), m, which, p.Now())
	if err != nil && !errors.Is(err, staff.ErrNotFound) { // it has ended meanwhile: what was wanted
		return err
	}
	p.tell(r, "me.ended_done")
	return session.To(w, r, back)
}

// NewPasskey asks for another passkey. Whoever has one shows it in this sign-in; else anybody at an unlocked screen could add theirs.
func (p *Pages) NewPasskey(w http.ResponseWriter, r *http.Request) error {
	return p.showNewPasskey(w, r, http.StatusOK, false)
}

func (p *Pages) showNewPasskey(w http.ResponseWriter, r *http.Request, status int, wrong bool) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	if err := p.mayAdd(r, v); err != nil {
		return err
	}
	q, err := p.Staff.AskNewPasskey(r.Context(), v.member)
	if err != nil {
		return err
	}
	if err := p.Sessions.KeepStaff(r, "passkey", q.Kept); err != nil {
		return err
	}
	a := asking{lang: v.lang, options: q.Options, making: true, name: r.PostFormValue("name"), wrong: wrong}
	f := p.frame(r, v, "", lang.T(v.lang, "me.passkey.add"))
	f.path, f.problems = "/desk/me/passkey", a.problems()
	return session.Show(w, r, status, newPasskeyPage(f, a))
}

func (p *Pages) mayAdd(r *http.Request, v visit) error {
	have, err := p.Staff.PasskeysOf(r.Context(), v.member.ID)
	if err != nil {
		return err
	}
	if len(have) > 0 && session.SignedIn(r).Passkey == 0 {
		return session.ErrForbidden
	}
	return nil
}

// AddPasskey judges the browser's answer and keeps the passkey.
func (p *Pages) AddPasskey(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	if err := p.mayAdd(r, v); err != nil {
		return err
	}
	var kept json.RawMessage
	p.Sessions.TakeStaff(r, "passkey", &kept)
	_, err = p.Staff.AddPasskey(r.Context(), v.member, kept, r.PostFormValue("answer"), p.nameOf(r), p.Now())
	if errors.Is(err, staff.ErrPasskey) {
		return p.showNewPasskey(w, r, http.StatusUnprocessableEntity, true)
	}
	if err != nil {
		return err
	}
	p.tell(r, "me.passkey.added_done")
	return session.To(w, r, "/desk/me")
}

// NamePasskey changes what a passkey is called.
func (p *Pages) NamePasskey(w http.ResponseWriter, r *http.Request) error {
	return p.onPasskey(w, r, "", func(m staff.Member, which int64) error {
		return p.Staff.RenamePasskey(r.Context(), m, which, p.nameOf(r))
	})
}

// RemovePasskey ends one.
func (p *Pages) RemovePasskey(w http.ResponseWriter, r *http.Request) error {
	return p.onPasskey(w, r, "me.passkey.removed_done", func(m staff.Member, which int64) error {
		return p.Staff.RemovePasskey(r.Context(), m, which, session.SignedIn(r).ID, p.Now())
	})
}

func (p *Pages) onPasskey(w http.ResponseWriter, r *http.Request, done string, do func(m staff.Member, which int64) error) error {
	m, err := session.Member(r)
	if err != nil {
		return err
	}
	which, err := id(r)
	if err != nil {
		return err
	}
	err = do(m, which)
	if errors.Is(err, staff.ErrLastPasskey) {
		return p.showMe(w, r, http.StatusConflict, "passkey.last")
	}
	if err != nil {
		return err
	}
	if done != "" {
		p.tell(r, done)
	}
	return session.To(w, r, "/desk/me")
}

// device is a browser in words.
func (v visit) device(d string) string {
	browser, system, _ := strings.Cut(d, " ")
	return lang.T(v.lang, "me.device", "browser", v.orCode("me.browsers."+browser, browser), "system", v.orCode("me.systems."+system, system))
}
