package apply

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/session"
)

// catalogue is the front page: everything that can be asked for, or what was looked for.
type catalogue struct {
	frame
	Query  string
	Event  string // a life event; "" for all
	Events []link
	Found  []found
}

type link struct{ Text, Href string }

// found is a service as it is listed, with everybody who offers it.
type found struct {
	Name, Summary string
	Offers        []offer
}

// offer is one agency that does it, and the doors it opens.
type offer struct {
	help
	Agency, Href string
	Ways         string // "online, by phone and in person"
	Closed       string // why it cannot be begun today, "" where it can
}

// mostQuery is how much of a search is looked at, in bytes: a sentence, not a letter.
const mostQuery = 200

// Services is the front page: search, life events, and every service with the doors it offers.
func (p *Pages) Services(w http.ResponseWriter, r *http.Request) error {
	agencies, err := p.Staff.Agencies(r.Context())
	if err != nil {
		return err
	}
	l, asked := p.lang(r), r.URL.Query()
	c := catalogue{frame: p.frame(r, lang.T(l, "find.title")), Query: cut(asked.Get("q"), mostQuery)}
	if slices.Contains(services.LifeEvents, asked.Get("event")) {
		c.Event = asked.Get("event")
	}
	all := p.onOffer(agencies)
	for _, s := range services.Find(all, l, c.Query) {
		if c.Event == "" || slices.Contains(s.Events, c.Event) {
			c.Found = append(c.Found, p.found(l, s, agencies))
		}
	}
	c.Events = events(l, all)
	c.Switch = switchTo(l, c.address())
	if c.Searched() {
		c.Title = c.Result() + " – " + c.Title
	}
	return session.Show(w, r, http.StatusOK, servicesPage(c))
}

// onOffer are the services that some agency offers, each once.
func (p *Pages) onOffer(agencies []staff.Agency) []*services.Service {
	var all []*services.Service
	for _, a := range agencies {
		for _, id := range a.Services {
			if s, ok := p.Library.Current(id); ok && !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
	}
	return all
}

func (p *Pages) found(l lang.Lang, s *services.Service, agencies []staff.Agency) found {
	f := found{Name: s.Word(l, "name", nil), Summary: s.Word(l, "summary", nil)}
	for _, a := range agencies {
		if slices.Contains(a.Services, s.ID) {
			f.Offers = append(f.Offers, offer{help: helpOf(l, a), Agency: a.Name(l), Href: startPath(a, s.ID), Ways: waysIn(l, a, s),
				Closed: closed(l, s.Effect, p.today())})
		}
	}
	return f
}

// events are the life events that bring somebody to one of these services.
func events(l lang.Lang, all []*services.Service) []link {
	var out []link
	for _, code := range services.LifeEvents {
		if slices.ContainsFunc(all, func(s *services.Service) bool { return slices.Contains(s.Events, code) }) {
			out = append(out, link{lang.T(l, "find.event."+code), "/services?event=" + code})
		}
	}
	return out
}

// Searched says whether the page shows a choice rather than everything.
func (c catalogue) Searched() bool { return c.Query != "" || c.Event != "" }

// Result says how much was found.
func (c catalogue) Result() string {
	switch {
	case c.Query != "":
		return lang.N(c.Lang, "find.found_for", len(c.Found), "query", c.Query)
	case c.Event != "":
		return lang.N(c.Lang, "find.found_event", len(c.Found), "event", lang.T(c.Lang, "find.event."+c.Event))
	}
	return lang.T(c.Lang, "find.all")
}

// address is this page's own.
func (c catalogue) address() string {
	q := url.Values{}
	for name, v := range map[string]string{"q": c.Query, "event": c.Event} {
		if v != "" {
			q.Set(name, v)
		}
	}
	if len(q) == 0 {
		return "/services"
	}
	return "/services?" + q.Encode()
}

// find is a sentence of the front page.
func (c catalogue) find(key string, vars ...any) string { return lang.T(c.Lang, "find."+key, vars...) }

// cut is text without what stands around it, and no longer than most bytes.
func cut(text string, most int) string {
	if text = strings.TrimSpace(text); len(text) > most {
		text = text[:most]
	}
	return strings.ToValidUTF8(text, "")
}

// tel is the address that rings a number.
func tel(phone string) templ.SafeURL {
	return templ.SafeURL("tel:" + strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' || c == '+' {
			return c
		}
		return -1
	}, phone))
}
