package demodata

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// ends are the fates of those who ask for something else than a Blue Badge: each once for every service.
var ends = []string{"open", "received", "waiting", "assessing", "awarded", "refused", "open", "withdrawn"}

// seed is a number of its own for each service and fate: another service does not change the lives that are there.
func seed(service string, n int) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(service)) // a hash takes everything
	return h.Sum64() + uint64(n)
}

// liveBy lives the life of somebody who asks an agency for one of the other services.
func (l *life) liveBy(ctx context.Context, fate string) error {
	for _, a := range l.town.Agencies {
		if slices.Contains(a.Services, l.Service.ID) && (l.where.ID == 0 || l.rnd.IntN(4) == 0) {
			l.where = a
		}
	}
	l.who = person(l.i, l.rnd, "Anytown")
	if !l.prepare() {
		return fmt.Errorf("no way through %s was found", l.Service.ID)
	}
	doors := []channels.Kind{channels.Web, channels.Phone, channels.Counter}
	if fate == "refused" && !l.Service.Decides() {
		fate = "awarded" // what decides nothing is done
	}
	return l.run(ctx, doors[l.rnd.IntN(len(doors))], fate)
}

// prepare works out what this person answers: choices by lot until they lead to the end, the rest as the examples say, and who they are
// as they are. A service may be for the young or for the old, so the date of birth is drawn as well.
func (l *life) prepare() bool {
	today := services.DayOf(l.Now.AddDate(0, 0, -30))
	for range 400 {
		born := *l.who.DateOfBirth
		born.Y = 1932 + l.rnd.IntN(76)
		l.who.DateOfBirth = &born
		if plan := l.through(today); plan != nil {
			l.plan = plan
			return true
		}
	}
	return false
}

// through tries one way; nil where it does not lead to an application that can be sent.
func (l *life) through(today services.Day) map[string][]services.Input {
	a, plan := services.Answers{}, map[string][]services.Input{}
	for range 2 * len(l.Service.Steps) {
		next := l.Service.Next(a, today)
		q := next.Question
		if q == nil {
			if _, ok := l.Service.Route(a, today); !next.Ready || !ok && l.Service.Decides() {
				return nil
			}
			return plan
		}
		inputs := l.says(q, a, today)
		var v *services.Value
		for _, in := range inputs {
			grown, wrong := l.Service.Parse(q, v, in, a, today)
			if len(wrong) > 0 {
				return nil
			}
			v = &grown
		}
		a[q.ID], plan[q.ID] = *v, inputs
	}
	return nil
}

func (l *life) says(q *services.Question, a services.Answers, today services.Day) []services.Input {
	p := l.Service.Person
	switch q.ID {
	case "":
	case p.Name, p.DateOfBirth, p.Address, p.Mobile, p.Phone, p.Email:
		as := map[string]string{p.Name: "name", p.DateOfBirth: "date-of-birth", p.Address: "address", p.Mobile: "mobile", p.Phone: "other-phone", p.Email: "email"}
		one := *q
		one.ID = as[q.ID]
		return []services.Input{story{}.answer(&one, l.who, today, l.rnd)}
	}
	switch offered := l.Service.Offered(q, a, today); {
	case len(offered) > 0:
		return l.Service.Draw(l.rnd, q, a, today, nil)
	case q.Kind == services.List && q.Min == 0 && !q.Optional:
		return []services.Input{{Fields: map[string][]string{"op": {"done"}}}}
	case q.Kind == services.List && !q.Optional:
		return l.Service.Draw(rand.New(rand.NewPCG(7, 7)), q, a, today, nil)
	case q.Optional:
		return []services.Input{{Fields: map[string][]string{"skip": {"yes"}}}}
	case q.Unknown && l.rnd.IntN(3) == 0:
		return []services.Input{{Fields: map[string][]string{"unknown": {"yes"}}}}
	}
	return []services.Input{q.Example(today)}
}

// weighed are the criteria of a refusal: that of the route, and one that is assessed where the law wants it.
func weighed(c cases.Case) []string {
	var out []string
	for _, r := range c.Service.Routes {
		if r.Code == c.Route {
			out = append(out, r.Criterion)
		}
	}
	for _, k := range c.Service.Criteria {
		if k.Assessed && !slices.Contains(out, k.Code) {
			return append(out, k.Code)
		}
	}
	return out
}
