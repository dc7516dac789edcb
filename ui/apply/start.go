package apply

import (
	"errors"
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/session"
)

// beginning is the first page of a service: what it is, who can get it, and every door it can be asked for through.
type beginning struct {
	frame
	Summary string
	Closed  string // why it cannot be begun today, "" where it can
	Before  []string
	Needs   []string // what to have at hand
	Papers  []string // documents that may be asked for
	Length  string
	Decided []string // when we decide, and from when it can count
	Routes  []string // ways of being entitled
	Fee     string   // what this agency takes, else what the service says; "" where neither does
	Address []string
	Counter []string
	Ways    []channels.Kind
	Form    string // a blank one to print
}

// offered finds the agency and the service of the path, when the agency offers it.
func (p *Pages) offered(r *http.Request) (staff.Agency, *services.Service, error) {
	a, err := p.Staff.AgencyBySlug(r.Context(), chi.URLParam(r, "agency"))
	if err != nil {
		return a, nil, err
	}
	s, ok := p.Library.Current(chi.URLParam(r, "service"))
	if !ok || !slices.Contains(a.Services, s.ID) {
		return a, nil, cases.ErrNotFound
	}
	return a, s, nil
}

// Beginning shows the first page of a service.
func (p *Pages) Beginning(w http.ResponseWriter, r *http.Request) error {
	a, s, err := p.offered(r)
	if err != nil {
		return err
	}
	l := p.lang(r)
	b := beginning{frame: p.frame(r, s.Word(l, "name", nil)), Summary: s.Word(l, "summary", nil), Before: s.Paragraphs(l, "before", nil),
		Closed: closed(l, s.Effect, p.today()), Needs: needs(l, s), Length: length(l, s), Decided: decided(l, s), Address: a.Settings.Address, Counter: a.Settings.Counter, Ways: ways(a, s),
		Form: startPath(a, s.ID) + "/form.pdf?lang=" + string(l)}
	b.Agency, b.Help, b.Back = a.Name(l), helpOf(l, a), "/services"
	for _, code := range s.Evidence {
		b.Papers = append(b.Papers, s.Word(l, "evidence."+code, nil))
	}
	for _, route := range s.Routes {
		b.Routes = append(b.Routes, s.Word(l, "routes."+route.Code, nil))
	}
	if a.Settings.FeePence > 0 && s.FeePence > 0 {
		b.Fee = lang.Money(a.Settings.FeePence)
	}
	return session.Show(w, r, http.StatusOK, beginningPage(b))
}

// needs is what some question of the service asks for that people have to look for: numbers, an account.
func needs(l lang.Lang, s *services.Service) []string {
	var out []string
	for _, k := range []services.Kind{services.NINO, services.NHSNumber, services.UTR, services.Bank, services.Vehicle} {
		if slices.ContainsFunc(s.Steps, func(step services.Step) bool { return step.Question != nil && step.Question.Kind == k }) {
			out = append(out, lang.T(l, "apply.start.needs."+string(k)))
		}
	}
	return out
}

// length says how many questions there are: those that everybody is asked, and all of them.
func length(l lang.Lang, s *services.Service) string {
	least, most := 0, 0
	for _, step := range s.Steps {
		if q := step.Question; q != nil && q.Kind != services.Info {
			most++
			if q.When == nil {
				least++
			}
		}
	}
	if least == most {
		return lang.T(l, "apply.start.questions", "most", most)
	}
	return lang.T(l, "apply.start.questions_between", "least", least, "most", most)
}

// decided says when we decide, and how far back and ahead it can be asked for.
func decided(l lang.Lang, s *services.Service) []string {
	when := "when_"
	if !s.Decides() {
		when = "done_"
	}
	out := []string{lang.T(l, "apply.start."+when+string(s.Calendar), "target", s.Target, "deadline", s.Deadline)}
	for _, x := range []struct {
		key string
		p   services.Period
	}{{"apply.start.backdated", s.Backdated}, {"apply.start.early", s.Early}} {
		if text := period(l, x.p); text != "" {
			out = append(out, lang.T(l, x.key, "period", text))
		}
	}
	return out
}

// period writes a length of time, "" for none.
func period(l lang.Lang, p services.Period) string {
	var out []string
	for _, x := range []struct {
		key string
		n   int
	}{{"apply.start.months", p.Months}, {"apply.start.weeks", p.Weeks}, {"apply.start.days", p.Days}} {
		if x.n > 0 {
			out = append(out, lang.N(l, x.key, x.n))
		}
	}
	return lang.List(l, out)
}

// Begin starts an application and lets this browser open it. Somebody who has proved their account starts with what is known. Where it
// may not be begun today, its first page says so.
func (p *Pages) Begin(w http.ResponseWriter, r *http.Request) error {
	a, s, err := p.offered(r)
	if err != nil {
		return err
	}
	by := p.Sessions.Citizen(r)
	account := by.Whom()
	d, err := p.Office.Start(r.Context(), by, cases.StartInput{Agency: a.ID, Service: s.ID, Account: account,
		Lang: p.lang(r), Prefill: account != 0})
	if errors.Is(err, cases.ErrNotOpen) {
		return session.To(w, r, startPath(a, s.ID))
	}
	if err != nil {
		return err
	}
	if by.For != 0 { // it is the person's; a helper opens it by their mandate, for as long as that lasts
		return session.To(w, r, path(d))
	}
	if err := p.Sessions.Grant(r, d.ID); err != nil {
		return err
	}
	return session.To(w, r, path(d))
}

// opens says whether the service can be asked for through a door.
func (b beginning) opens(k channels.Kind) bool { return slices.Contains(b.Ways, k) }

// bare is the frame without the other doors below: the page itself lists them.
func (b beginning) bare() frame {
	f := b.frame
	f.Help = help{}
	return f
}
