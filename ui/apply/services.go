package apply

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/ui/session"
)

// offer is what one agency does for people.
type offer struct {
	Agency   string
	Services []link
}

type link struct{ Text, Href, Hint string }

// Services lists what can be asked for, by agency.
func (p *Pages) Services(w http.ResponseWriter, r *http.Request) error {
	agencies, err := p.Staff.Agencies(r.Context())
	if err != nil {
		return err
	}
	l := p.lang(r)
	var offers []offer
	for _, a := range agencies {
		o := offer{Agency: a.Name(l)}
		for _, id := range a.Services {
			if s, ok := p.Library.Current(id); ok {
				o.Services = append(o.Services, link{s.Word(l, "name", nil), startPath(a, id), s.Word(l, "summary", nil)})
			}
		}
		if len(o.Services) > 0 {
			offers = append(offers, o)
		}
	}
	f := p.frame(r, lang.T(l, "apply.services.title"))
	return session.Show(w, r, http.StatusOK, servicesPage(f, offers))
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
