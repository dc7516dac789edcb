package account

import (
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels/form"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/relying"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// throttleTime is how long nobody gets further after too many tries.
const throttleTime = 15 * time.Minute

// door is what stands around the pages of signing in.
type door struct {
	frame
	Problems []govuk.ErrorSummaryItem
	Told     string // lang key of something to say once
	Phones   []staff.Phone
}

func (p *Pages) door(r *http.Request, key string) (d door, err error) {
	d = door{frame: p.frame(r, "title"), Told: p.Sessions.Told(r)}
	d.frame.Title = d.S(key)
	d.Phones, err = p.Staff.Phones(r.Context(), d.Lang)
	return d, err
}

// S is a sentence about signing in.
func (d door) S(key string, vars ...any) string { return lang.T(d.Lang, "signin."+key, vars...) }

func (d door) page() govuk.PageOptions {
	o := d.frame.options()
	o.Problems = d.Problems
	if d.Told != "" {
		b := govuk.NotificationBannerOptions{Text: d.S(d.Told)}
		if strings.HasSuffix(d.Told, "_done") {
			b.Type = "success"
		}
		o.Banner = govuk.NotificationBanner(b)
	}
	return o
}

// wrong adds a line to the error summary.
func (d *door) wrong(text, id string) {
	d.Problems = append(d.Problems, govuk.ErrorSummaryItem{Text: text, Href: "#" + id})
}

// of is what is wrong with the field of that id.
func (d door) of(id string) *govuk.ErrorMessageOptions {
	for _, x := range d.Problems {
		if x.Href == "#"+id {
			return govuk.Wrong(x.Text)
		}
	}
	return nil
}

// signingIn is the page of all ways to sign in.
type signingIn struct {
	door
	Again, Over, OneLogin bool
	Passkey               passkeyAsk
}

// passkeyAsk is a button that asks the browser for a passkey. Elsewhere is the address to do it at, where this one has no name.
type passkeyAsk struct {
	Offered            bool
	Options, Elsewhere string
	Failed             string
}

// SignIn shows every way to sign in. ?back= is where to go afterwards, within this site.
func (p *Pages) SignIn(w http.ResponseWriter, r *http.Request) error {
	if back := session.Local(r.URL.Query().Get("back"), ""); back != "" {
		if err := p.Sessions.Keep(r, "back", back); err != nil {
			return err
		}
	}
	return p.showSignIn(w, r, http.StatusOK, "")
}

func (p *Pages) showSignIn(w http.ResponseWriter, r *http.Request, status int, failed string) error {
	d, err := p.door(r, "title")
	if err != nil {
		return err
	}
	v := signingIn{door: d, Over: p.Sessions.Over(r), OneLogin: p.Gate.OneLogin(), Again: p.Sessions.Account(r) != 0}
	v.Switch = "/language/" + string(d.Lang.Other()) + "?back=/sign-in"
	if failed != "" {
		v.wrong(d.S(failed), "passkey")
	}
	if v.Passkey, err = p.askPasskey(r); err != nil {
		return err
	}
	return session.Show(w, r, status, signInPage(v))
}

// askPasskey keeps the question until the answer.
func (p *Pages) askPasskey(r *http.Request) (passkeyAsk, error) {
	if !p.Gate.Passkeys() {
		return passkeyAsk{}, nil
	}
	if at := p.elsewhere(r); at != "" {
		return passkeyAsk{Offered: true, Elsewhere: at + "/sign-in"}, nil
	}
	q, err := p.Gate.AskPasskey()
	if err != nil {
		return passkeyAsk{}, err
	}
	return passkeyAsk{Offered: true, Options: q.Options}, p.Sessions.Keep(r, "passkey", q.Kept)
}

// elsewhere is the address with a name, where the browser is at one without: passkeys are bound to names.
func (p *Pages) elsewhere(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	if net.ParseIP(host) == nil {
		return ""
	}
	return relying.Named(p.Public)
}

// UsePasskey signs in who answers with a passkey.
func (p *Pages) UsePasskey(w http.ResponseWriter, r *http.Request) error {
	var kept json.RawMessage
	p.Sessions.Take(r, "passkey", &kept)
	in, err := p.Gate.UsePasskey(r.Context(), kept, r.PostFormValue("answer"), signin.DeviceOf(r.UserAgent()))
	if errors.Is(err, signin.ErrPasskey) {
		return p.showSignIn(w, r, http.StatusUnprocessableEntity, "passkey.failed")
	}
	if err != nil {
		return err
	}
	return p.entered(w, r, in)
}

// entered goes on where somebody was going when they were asked to sign in.
func (p *Pages) entered(w http.ResponseWriter, r *http.Request, in signin.Session) error {
	back := p.Sessions.Back(r)
	if err := p.Sessions.Entered(r, in); err != nil {
		return err
	}
	return session.To(w, r, back)
}

// done is the page after a sign-in by a code.
type done struct {
	door
	Name     string
	Next     string
	Offers   bool
	Passkey  bool
	OneLogin bool
}

// Done says whose account it is, and offers a way that is faster the next time. Who has one goes on at once, and so does who joins
// a login that waits.
func (p *Pages) Done(w http.ResponseWriter, r *http.Request) error {
	by, err := p.me(r)
	if err != nil {
		return err
	}
	if p.pending(r) != nil {
		return session.To(w, r, "/sign-in/which")
	}
	have, err := p.Gate.Credentials(r.Context(), by.ID)
	if err != nil {
		return err
	}
	for _, c := range have {
		if c.Ended == nil && !c.Suspect {
			return session.To(w, r, p.Sessions.Back(r))
		}
	}
	a, err := p.Register.Open(r.Context(), by, by.ID)
	if err != nil {
		return err
	}
	d, err := p.door(r, "done.title")
	if err != nil {
		return err
	}
	return session.Show(w, r, http.StatusOK, donePage(done{door: d, Name: a.FullName, Next: p.Sessions.Back(r), Passkey: p.Gate.Passkeys(), OneLogin: p.Gate.OneLogin()}))
}

// strong is who is signed in and has just shown it, by more than the code of one application. ErrSignIn sends others to show it.
func (p *Pages) strong(r *http.Request) (audit.Actor, error) {
	by, err := p.me(r)
	if err == nil && !p.Sessions.Strong(r) {
		err = session.ErrSignIn
	}
	return by, err
}

// bornQuestion is the date of birth as a question, so that it is read as every other date is.
var bornQuestion = &services.Question{ID: "born", Kind: services.Date, Past: true}

func (p *Pages) born(in services.Input) (services.Day, bool) {
	v, wrong := (&services.Service{}).Parse(bornQuestion, nil, in, nil, services.DayOf(p.now().In(lang.London)))
	if len(wrong) > 0 || v.Date == nil {
		return services.Day{}, false
	}
	return *v.Date, true
}

func (p *Pages) now() time.Time {
	if p.Now != nil {
		return p.Now()
	}
	return time.Now()
}

// bornField asks for a date of birth.
func (d door) bornField(typed services.Input) govuk.DateInputOptions {
	bad := d.of("day") != nil
	item := func(part, token, width string) govuk.DateInputItem {
		return govuk.DateInputItem{ID: part, Name: part, Label: lang.T(d.Lang, "form."+part), Value: typed.Get(part), Error: &bad,
			Autocomplete: token, Classes: "govuk-input--width-" + width}
	}
	return govuk.DateInputOptions{ID: "born", Hint: govuk.Help(d.S("born_hint")), ErrorMessage: d.of("day"),
		Fieldset: &govuk.FieldsetOptions{Legend: govuk.LegendOptions{Text: d.S("born"), Classes: "govuk-fieldset__legend--s"}},
		Items:    []govuk.DateInputItem{item("day", "bday-day", "2"), item("month", "bday-month", "2"), item("year", "bday-year", "4")}}
}

// readBorn reads the date of birth out of a form.
func readBorn(r *http.Request) services.Input { return form.Read(bornQuestion, r.PostForm) }

// until is the clock time at which a throttle ends, at the latest.
func (p *Pages) until(l lang.Lang, after time.Duration) string {
	return lang.Clock(l, p.now().In(lang.London).Add(after))
}
