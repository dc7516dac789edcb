package browsertest

import (
	"context"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// shelf is the library with the services of tests beside the real ones.
type shelf struct {
	*services.Library
	samples map[string]*services.Service
}

// samples are services that use what the real ones may not: every kind of question, a task list, questions of other doors.
func samples(t *testing.T) map[string]*services.Service {
	t.Helper()
	out := map[string]*services.Service{}
	for dir, id := range map[string]string{"../apply/testdata": "garden", "../../services/testdata": "every-kind"} {
		s, err := services.Load(os.DirFS(dir), id)
		must(t, err)
		out[id] = s
	}
	return out
}

func (l shelf) Current(id string) (*services.Service, bool) {
	if s := l.samples[id]; s != nil {
		return s, true
	}
	return l.Library.Current(id)
}

func (l shelf) Get(ctx context.Context, id string, version int) (*services.Service, error) {
	if s := l.samples[id]; s != nil {
		return s, nil
	}
	return l.Library.Get(ctx, id, version)
}

// addSamples makes an agency that offers them; the town of the demonstration does not.
func (w *world) addSamples() {
	w.Helper()
	_, err := w.staff.AddAgency(w.Context(), staff.Agency{Slug: "gardens", NameEn: "Office of Gardens", NameCy: "Swyddfa’r Gerddi", Nation: "england-and-wales",
		Services: slices.Sorted(maps.Keys(w.library.samples)), Settings: staff.Settings{Phone: "020 7946 0321", HoursEn: "Mondays, 9am to 5pm", HoursCy: "Dydd Llun, 9yb i 5yh",
			Address: []string{"2 Green Lane", "Anytown", "ZA1 1AB"}, Counter: []string{"The greenhouse", "Anytown"}}})
	must(w.T, err)
}
