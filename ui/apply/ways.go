package apply

import (
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// ways are the doors by which a service can be asked for at an agency: those its questions allow and the agency has.
func ways(a staff.Agency, s *services.Service) []channels.Kind {
	var out []channels.Kind
	for _, k := range channels.Kinds {
		if s.Offers(k) && has(a, k) {
			out = append(out, k)
		}
	}
	return out
}

// has says whether an agency has a door at all. A form is posted by every agency; who may be asked for one stands beside it.
func has(a staff.Agency, k channels.Kind) bool {
	switch k {
	case channels.Web:
		return true
	case channels.Phone:
		return a.Settings.Phone != ""
	case channels.Counter:
		return len(a.Settings.Counter) > 0
	case channels.SMS:
		return a.Settings.TextNumber != ""
	case channels.Paper:
		return len(a.Settings.Address) > 0
	case channels.None:
	}
	return false
}

// waysIn are the doors as a sentence lists them.
func waysIn(l lang.Lang, a staff.Agency, s *services.Service) string {
	var out []string
	for _, k := range ways(a, s) {
		out = append(out, lang.T(l, "find.way."+string(k)))
	}
	return lang.List(l, out)
}

// closed says why a service cannot be begun today, "" where it can.
func closed(l lang.Lang, e services.Effect, today services.Day) string {
	switch {
	case e.Allows(today):
		return ""
	case e.From != (services.Day{}) && !(services.Effect{From: e.From}).Allows(today):
		return lang.T(l, "find.opens", "date", lang.Date(l, e.From.Time()))
	}
	return lang.T(l, "find.closed", "date", lang.Date(l, e.Until.Time()))
}
