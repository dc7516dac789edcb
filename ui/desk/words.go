package desk

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

func param(r *http.Request, name string) string { return chi.URLParam(r, name) }

// id is the number in the path; what is not one is nobody's.
func id(r *http.Request) (int64, error) {
	n, err := strconv.ParseInt(param(r, "id"), 10, 64)
	if err != nil || n < 1 {
		return 0, cases.ErrNotFound
	}
	return n, nil
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// keyed gives an element a key that presses it.
func keyed(key, name string) templ.Attributes {
	if key == "" {
		return nil
	}
	return templ.Attributes{"data-shortcut": key, "data-shortcut-name": name}
}

// entered is keyed, and Enter presses it as well while no field has the focus.
func entered(key, name string) templ.Attributes {
	attributes := keyed(key, name)
	attributes["data-enter"] = true
	return attributes
}

// when is a time as short as it can be said: today's by the clock alone.
func (v visit) when(t time.Time) string {
	t = t.In(lang.London)
	if services.DayOf(t) == services.DayOf(v.now) {
		return lang.Clock(v.lang, t)
	}
	return lang.Moment(v.lang, t)
}

func (v visit) date(t time.Time) string { return lang.Date(v.lang, t) }

func (v visit) day(d *services.Day) string {
	if d == nil {
		return v.T("person.unknown")
	}
	return lang.Date(v.lang, d.Time())
}

func (v visit) door(k channels.Kind) string { return lang.T(v.lang, "contacts.doors."+string(k)) }

// reason words why somebody looked: a key, or for old lines the text itself.
func (v visit) reason(why string) string {
	if lang.Has(v.lang, why) {
		return lang.T(v.lang, why)
	}
	return why
}

// soonDays is when a deadline begins to press, in calendar days: a working week.
const soonDays = 7

// due is the class of a deadline.
func (v visit) due(t time.Time) string {
	today := services.DayOf(v.now).Time()
	switch {
	case t.Before(today):
		return "due due--late"
	case t.Before(today.AddDate(0, 0, soonDays)):
		return "due due--soon"
	}
	return "due"
}

// dueWord says it too, for those who do not see colours.
func (v visit) dueWord(t time.Time) string {
	switch v.due(t) {
	case "due due--late":
		return v.T("due.late")
	case "due due--soon":
		return v.T("due.soon")
	}
	return ""
}

// masked shows the last three digits of a number: enough to tell two people apart, too few to be of use.
func masked(e164 string) string {
	shown := services.ShowPhone(e164)
	if len(shown) < 7 {
		return ""
	}
	return shown[:2] + "…" + shown[len(shown)-3:]
}

func postcode(a *services.PostAddress) string {
	if a == nil || a.NoFixed {
		return ""
	}
	return a.Postcode
}

// address is where somebody lives, a line each.
func (v visit) address(a *services.PostAddress) []string {
	switch {
	case a == nil:
		return []string{v.T("person.unknown")}
	case a.NoFixed:
		return []string{lang.T(v.lang, "answers.no_fixed")}
	}
	return append(append([]string{}, a.Lines...), a.Postcode)
}

// anchor is the id of the field of a part.
func anchor(part string) string { return "f-" + strings.ReplaceAll(part, ".", "-") }

// must are the needs that bind whoever deals with a person; may are those worth knowing.
func (v visit) must(a accounts.Account) (must, may []string) {
	n := a.Needs
	if a.DiedOn != nil {
		must = append(must, v.T("needs.died", "day", v.day(a.DiedOn)))
	}
	if n.Format != accounts.Standard && n.Format != "" {
		must = append(must, v.T("needs.write."+string(n.Format)))
	}
	for _, s := range []struct {
		name string
		safe accounts.Safe
	}{{"call", n.SafeCall}, {"text", n.SafeText}, {"email", n.SafeEmail}, {"write", n.SafeWrite}} {
		switch s.safe {
		case accounts.No:
			must = append(must, v.T("needs.never."+s.name))
		case accounts.Unasked, "":
			if !n.NoneNeeded && s.name == "text" {
				may = append(may, v.T("needs.unasked."+s.name))
			}
		case accounts.Yes:
		}
	}
	if n.Relay != "" {
		must = append(must, v.T("needs.relay."+n.Relay, "language", v.tongue(n.Interpreter)))
	}
	if !n.MayAnnounce {
		must = append(must, v.T("needs.quiet"))
	}
	if n.Rather != accounts.NoDoor {
		may = append(may, lang.T(v.lang, "needs.must.rather."+string(n.Rather)))
	}
	if n.CallBack {
		may = append(may, lang.T(v.lang, "needs.must.call_back"))
	}
	if choice, from, until := accounts.QuietParts(n.Quiet); choice == accounts.OwnHours {
		may = append(may, lang.T(v.lang, "needs.must.rest", "from", from, "until", until))
	}
	if n.Spoken != "" && n.Spoken != "en" && n.Relay != "interpreter" {
		may = append(may, v.T("needs.speaks", "language", v.tongue(n.Spoken)))
	}
	if n.Written == lang.Cy {
		may = append(may, v.T("needs.written_cy"))
	}
	if n.NoneNeeded {
		may = append(may, v.T("needs.none"))
	}
	if n.Note != "" {
		may = append(may, n.Note)
	}
	return must, may
}

// tongue names a language; one without a name here shows as it was typed.
func (v visit) tongue(code string) string {
	if key := "desk.tongues." + code; lang.Has(v.lang, key) {
		return lang.T(v.lang, key)
	}
	return code
}
