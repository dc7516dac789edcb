package account

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// ways is the page of how somebody signs in, and where they are.
type ways struct {
	door
	Live              []way1
	Past              []way1
	Here              seat
	Others            []seat
	Passkey, OneLogin bool
	Proven            bool
}

// way1 is one way to sign in, in words.
type way1 struct {
	ID                        int64
	Kind, Name                string
	Made, Used, Ended, Reason string
	Suspect, Passkey          bool
}

// seat is a browser somebody is signed in with.
type seat struct{ Device, By, Begun, Seen string }

// Ways shows how somebody signs in: what lets them in, and where they are signed in now.
func (p *Pages) Ways(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	d, err := p.door(r, "ways.title")
	if err != nil {
		return err
	}
	v := ways{door: d, Passkey: p.Gate.Passkeys(), OneLogin: p.Gate.OneLogin()}
	v.Back = "/account"
	all, err := p.Gate.Credentials(r.Context(), by.ID)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.Ended == nil {
			v.Live = append(v.Live, v.way(c))
			v.Proven = v.Proven || c.Kind == signin.OneLogin
		} else {
			v.Past = append(v.Past, v.way(c))
		}
	}
	open, err := p.Gate.Open(r.Context(), by.ID, p.now())
	if err != nil {
		return err
	}
	for _, s := range open {
		if s.ID == p.Sessions.Signed(r).ID {
			v.Here = v.seat(s)
		} else {
			v.Others = append(v.Others, v.seat(s))
		}
	}
	return session.Show(w, r, http.StatusOK, waysPage(v))
}

func (d door) way(c signin.Credential) way1 {
	v := way1{ID: c.ID, Kind: d.S("ways." + string(c.Kind)), Name: c.Name, Made: lang.Moment(d.Lang, c.Made), Used: d.S("ways.never"), Suspect: c.Suspect,
		Passkey: c.Kind == signin.Passkey}
	if v.Name == "" && v.Passkey {
		v.Name = d.S("ways.unnamed")
	}
	if c.Used != nil {
		v.Used = lang.Moment(d.Lang, *c.Used)
	}
	if c.Ended != nil {
		v.Ended, v.Reason = lang.Moment(d.Lang, *c.Ended), d.S("ways.why."+c.Why)
	}
	return v
}

// Title is what a way is called.
func (w way1) Title() string {
	if w.Name == "" {
		return w.Kind
	}
	return w.Kind + ": " + w.Name
}

func (d door) seat(s signin.Session) seat {
	browser, system, _ := strings.Cut(s.Device, " ")
	if browser == "" {
		browser, system = "other", "other"
	}
	return seat{Device: d.S("device", "browser", d.S("browsers."+browser), "system", d.S("systems."+system)), By: d.S("ways.by." + string(s.Method)),
		Begun: lang.Moment(d.Lang, s.Begun), Seen: lang.Moment(d.Lang, s.Seen)}
}

func (d door) rowsOf(w way1) []govuk.SummaryListRow {
	row := func(key, value string) govuk.SummaryListRow {
		return govuk.SummaryListRow{Key: govuk.SummaryListCell{Text: d.S("ways." + key)}, Value: govuk.SummaryListCell{Text: value}}
	}
	rows := []govuk.SummaryListRow{row("made", w.Made), row("used", w.Used)}
	if w.Ended != "" {
		rows = append(rows, row("ended", w.Ended+". "+w.Reason))
	}
	return rows
}

func (d door) rowsOfSeat(s seat) []govuk.SummaryListRow {
	row := func(key, value string) govuk.SummaryListRow {
		return govuk.SummaryListRow{Key: govuk.SummaryListCell{Text: d.S("ways." + key)}, Value: govuk.SummaryListCell{Text: value}}
	}
	return []govuk.SummaryListRow{row("begun", s.Begun+", "+s.By), row("seen", s.Seen)}
}

// Elsewhere signs somebody out in every other browser.
func (p *Pages) Elsewhere(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	if _, err := p.Gate.EndOthers(r.Context(), by, by.ID, p.Sessions.Signed(r).ID, p.now()); err != nil {
		return err
	}
	p.Sessions.Tell(r, "told.elsewhere_done")
	return session.To(w, r, "/account/sign-in")
}

// RemoveWay ends one way to sign in.
func (p *Pages) RemoveWay(w http.ResponseWriter, r *http.Request) error {
	by, err := p.strong(r)
	if err != nil {
		return err
	}
	err = p.Gate.Remove(r.Context(), by, by.ID, wayID(r), p.Sessions.Signed(r).ID)
	if err != nil {
		return err
	}
	p.Sessions.Tell(r, "told.removed_done")
	return session.To(w, r, "/account/sign-in")
}

func wayID(r *http.Request) int64 {
	id, _ := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
	return id
}

// naming is the page on which a passkey gets another name.
type naming struct {
	door
	ID   int64
	Name string
}

// NameWay asks for another name.
func (p *Pages) NameWay(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	all, err := p.Gate.Credentials(r.Context(), by.ID)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.ID == wayID(r) && c.Ended == nil && c.Kind == signin.Passkey {
			d, err := p.door(r, "rename.title")
			if err != nil {
				return err
			}
			d.Back = "/account/sign-in"
			return session.Show(w, r, http.StatusOK, namePage(naming{door: d, ID: c.ID, Name: c.Name}))
		}
	}
	return signin.ErrNotFound
}

// RenameWay gives it.
func (p *Pages) RenameWay(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	if err := p.Gate.Rename(r.Context(), by.ID, wayID(r), r.PostFormValue("name")); err != nil {
		return err
	}
	p.Sessions.Tell(r, "told.renamed_done")
	return session.To(w, r, "/account/sign-in")
}

// adding is the page on which a passkey is saved.
type adding struct {
	door
	Ask  passkeyAsk
	Name string
}

// NewPasskey asks the browser for a new passkey.
func (p *Pages) NewPasskey(w http.ResponseWriter, r *http.Request) error {
	return p.newPasskey(w, r, http.StatusOK, "", "")
}

func (p *Pages) newPasskey(w http.ResponseWriter, r *http.Request, status int, name, failed string) error {
	by, err := p.strong(r)
	if err != nil {
		return err
	}
	d, err := p.door(r, "add.title")
	if err != nil {
		return err
	}
	v := adding{door: d, Name: name}
	v.Back = "/account/sign-in"
	if failed != "" {
		v.wrong(d.S(failed), "name")
	}
	if at := p.elsewhere(r); at != "" {
		v.Ask.Elsewhere = at + "/account/sign-in/passkey"
		return session.Show(w, r, status, addPage(v))
	}
	q, err := p.Gate.AskNewPasskey(r.Context(), by.ID)
	if err != nil {
		return err
	}
	v.Ask.Options = q.Options
	if err := p.Sessions.Keep(r, "new-passkey", q.Kept); err != nil {
		return err
	}
	return session.Show(w, r, status, addPage(v))
}

// AddPasskey saves what the browser answered.
func (p *Pages) AddPasskey(w http.ResponseWriter, r *http.Request) error {
	by, err := p.strong(r)
	if err != nil {
		return err
	}
	var kept json.RawMessage
	p.Sessions.Take(r, "new-passkey", &kept)
	err = p.Gate.AddPasskey(r.Context(), by.ID, kept, r.PostFormValue("answer"), r.PostFormValue("name"))
	if errors.Is(err, signin.ErrPasskey) || errors.Is(err, signin.ErrTaken) {
		return p.newPasskey(w, r, http.StatusUnprocessableEntity, r.PostFormValue("name"), "add.failed")
	}
	if err != nil {
		return err
	}
	p.Sessions.Tell(r, "told.passkey_done")
	return session.To(w, r, "/account/sign-in")
}

func (w way1) path(to string) string { return fmt.Sprintf("/account/sign-in/%d/%s", w.ID, to) }
