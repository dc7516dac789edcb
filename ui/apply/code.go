package apply

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/form"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// throttleTime is how long nobody gets further after too many tries: the window in which accounts counts them.
const throttleTime = 15 * time.Minute

// entering is the page a code is typed into.
type entering struct {
	frame
	Code   string
	Born   services.Input
	Wrong  []form.Error
	Phones []staff.Phone // whom to ring without a code
}

// Enter asks for a code and a date of birth. A code in the path is filled in.
func (p *Pages) Enter(w http.ResponseWriter, r *http.Request) error {
	return p.enter(w, r, http.StatusOK, entering{Code: chi.URLParam(r, "code")})
}

func (p *Pages) enter(w http.ResponseWriter, r *http.Request, status int, v entering) error {
	l := p.lang(r)
	var err error
	if v.Phones, err = p.Staff.Phones(r.Context(), l); err != nil {
		return err
	}
	v.frame = p.frame(r, lang.T(l, "apply.code.title"))
	here := "/c"
	if code := chi.URLParam(r, "code"); code != "" && r.Method == http.MethodGet {
		here += "/" + url.PathEscape(code)
	}
	v.Switch = switchTo(l, here)
	for _, e := range v.Wrong {
		v.Problems = append(v.Problems, problem(e.Text, e.Part))
	}
	return session.Show(w, r, status, enterPage(v))
}

// Open lets this browser open what the code stands for, when the date of birth is right. What was wrong is never said.
func (p *Pages) Open(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	l := p.lang(r)
	v := entering{Code: r.PostForm.Get("code"), Born: form.Read(bornQuestion, r.PostForm)}
	born, ok := p.born(v.Born)
	if !ok {
		v.Wrong = append(v.Wrong, form.Error{Part: "day", Text: lang.T(l, "apply.code.born_wrong")})
	}
	if v.Code == "" {
		v.Wrong = append([]form.Error{{Part: "code", Text: lang.T(l, "apply.code.missing")}}, v.Wrong...)
	}
	if len(v.Wrong) > 0 {
		return p.enter(w, r, http.StatusUnprocessableEntity, v)
	}
	c, err := p.Register.UseCode(r.Context(), v.Code, born, remote(r), p.Now())
	switch {
	case errors.Is(err, accounts.ErrThrottled):
		at := p.Now().In(lang.London).Add(throttleTime)
		v.Wrong = []form.Error{{Part: "code", Text: lang.T(l, "apply.code.throttled", "time", lang.Clock(l, at))}}
		return p.enter(w, r, http.StatusTooManyRequests, v)
	case errors.Is(err, accounts.ErrCode):
		v.Wrong = []form.Error{{Part: "code", Text: lang.T(l, "apply.code.wrong")}}
		return p.enter(w, r, http.StatusUnprocessableEntity, v)
	case err != nil:
		return err
	}
	return p.opens(w, r, c)
}

// opens gives the browser what the code is for. What somebody else proved at this computer before is ended first.
func (p *Pages) opens(w http.ResponseWriter, r *http.Request, c accounts.Code) error {
	l := p.lang(r)
	if c.Account == 0 && p.Sessions.Account(r) != 0 {
		if err := p.Sessions.Leave(r); err != nil {
			return err
		}
		p.Sessions.SetLang(r, l)
	}
	if c.Account != 0 {
		in, err := p.Gate.EnterByCode(r.Context(), c, signin.DeviceOf(r.UserAgent()))
		if err != nil {
			return err
		}
		if err := p.Sessions.Entered(r, in); err != nil {
			return err
		}
	}
	if c.Draft == 0 {
		return session.To(w, r, "/sign-in/done")
	}
	if err := p.Sessions.Grant(r, c.Draft); err != nil {
		return err
	}
	d, err := p.Office.Draft(r.Context(), audit.Actor{Role: audit.Citizen, Door: channels.Web}, c.Draft)
	if err != nil {
		return err
	}
	if d.Lang == lang.Cy && l != lang.Cy {
		p.Sessions.SetLang(r, d.Lang) // Welsh is only ever chosen; English may just be what the browser was sold with
	}
	return session.To(w, r, path(d))
}

// bornQuestion is the date of birth as a question, so that it is read as every other date is.
var bornQuestion = &services.Question{ID: "born", Kind: services.Date, Past: true}

func (p *Pages) born(in services.Input) (services.Day, bool) {
	v, wrong := (&services.Service{}).Parse(bornQuestion, nil, in, nil, p.today())
	if len(wrong) > 0 || v.Date == nil {
		return services.Day{}, false
	}
	return *v.Date, true
}

// remote is the address tries are counted by.
func remote(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// wrong is the sentence about a part.
func (v entering) wrong(part string) string { return form.Form{Errors: v.Wrong}.ErrorOf(part) }

func (v entering) born() govuk.DateInputOptions {
	bad := v.wrong("day") != ""
	item := func(part, token, width string) govuk.DateInputItem {
		return govuk.DateInputItem{ID: part, Name: part, Label: lang.T(v.Lang, "form."+part), Value: v.Born.Get(part), Error: &bad,
			Autocomplete: token, Classes: "govuk-input--width-" + width}
	}
	return govuk.DateInputOptions{ID: "born", Hint: govuk.Help(v.T("code.born_hint")), ErrorMessage: govuk.Wrong(v.wrong("day")),
		Fieldset: &govuk.FieldsetOptions{Legend: govuk.LegendOptions{Text: v.T("code.born"), Classes: "govuk-fieldset__legend--s"}},
		Items:    []govuk.DateInputItem{item("day", "", "2"), item("month", "", "2"), item("year", "", "4")}}
}
