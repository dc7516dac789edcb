package apply_test

import (
	"maps"
	"math/rand/v2"
	"testing"

	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// Every page of every service is fit to be shown, in both languages: its first page, each question as asked and as answered, the task
// list, the check, and where it stops. What holds of every page is in sane.
func TestEveryService(t *testing.T) {
	t.Parallel()
	all, err := services.Catalogue()
	must(t, err)
	for id := range all {
		for _, l := range []string{"en", "cy"} {
			t.Run(id+" "+l, func(t *testing.T) {
				t.Parallel()
				b := setup(t)
				_, err := staff.New(b.db, []byte("secret")).AddAgency(t.Context(), staff.Agency{Slug: "county", NameEn: "County", NameCy: "Sir",
					Nation: "england-and-wales", Services: []string{id}, Settings: staff.Settings{Phone: "020 7946 0321", HoursEn: "Mondays", HoursCy: "Dydd Llun"}})
				must(t, err)
				w := b.browser(l).open("/apply/county/" + id)
				if !w.has("button.govuk-button--start") {
					t.Skipf("it cannot be begun on %s", b.now)
				}
				start := w.form("button.govuk-button--start")
				seen, tried, rnd := map[string]bool{}, services.Tried{}, rand.New(rand.NewPCG(7, 7))
				for range 2 { // other answers, other questions
					w.send(start, nil).throughService(t, seen, tried, rnd)
				}
				if len(seen) < 8 {
					t.Errorf("only %d questions were asked", len(seen))
				}
			})
		}
	}
}

// throughService opens every question that answers drawn by lot lead to and that was not seen yet, as asked and as answered, and then
// where that ends.
func (w *browser) throughService(t *testing.T, seen map[string]bool, tried services.Tried, rnd *rand.Rand) {
	t.Helper()
	at := "/application/" + w.ref()
	for range 200 {
		d := w.draft()
		given, today := d.Values(), services.DayOf(w.now)
		q := d.Service.Next(given, today).Question
		if q == nil {
			break
		}
		if !seen[q.ID] {
			w.open(at + "/" + q.ID)
		}
		steps := d.Service.Draw(rnd, q, given, today, tried)
		for range 12 {
			if !stops(d.Service, q, given, today, steps) {
				break
			}
			steps = d.Service.Draw(rnd, q, given, today, tried)
		}
		for _, in := range steps {
			w.gives(q, in)
		}
		if !seen[q.ID] && w.open(at+"/"+q.ID).status != 200 {
			t.Errorf("%s: %d", q.ID, w.status)
		}
		seen[q.ID] = true
	}
	w.open(at).open(at + "/check")
}

// stops says whether an answer would end it here.
func stops(s *services.Service, q *services.Question, given services.Answers, today services.Day, steps []services.Input) bool {
	then := maps.Clone(given)
	for _, in := range steps {
		prev := then[q.ID]
		v, wrong := s.Parse(q, &prev, in, then, today)
		if len(wrong) > 0 {
			return true
		}
		then[q.ID] = v
	}
	return s.Next(then, today).Stop != nil
}
