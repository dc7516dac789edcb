package importing

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/samedoor/samedoor/services"
)

// asking is a form of one page that asks for a date, and after it for a text.
func asking(t *testing.T, title string) *Result {
	t.Helper()
	body, err := json.Marshal(map[string]any{"name": "Bins", "startPage": "/a", "pages": []map[string]any{
		{"path": "/a", "title": title, "components": []map[string]any{
			{"type": "DatePartsField", "name": "d", "title": title}, {"type": "TextField", "name": "bin", "title": "Which bin?"}}, "next": []map[string]any{{"path": "/summary"}}},
		{"path": "/summary", "title": "Summary", "controller": "./pages/summary.js"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := Import(Input{Form: body, Name: "bins"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Somebody who begins an imported form can come back to it through any door: that takes their name and date of birth, and an
// address to write to. What the form does not ask the service does. The date of birth of somebody else is not theirs.
func TestThePersonCanBeKnownAgain(t *testing.T) {
	t.Parallel()
	for title, own := range map[string]bool{
		"When was it missed?":                    false,
		"What is your child's date of birth?":    false,
		"Date of birth of your partner":          false,
		"What is your date of birth?":            true,
		"Date of birth":                          true,
		"What is the applicant's date of birth?": true,
	} {
		r := asking(t, title)
		p := r.Service.Person
		name, born := r.Service.Question(p.Name), r.Service.Question(p.DateOfBirth)
		switch {
		case name == nil || name.ID != "your-name":
			t.Errorf("%s: nobody is asked for a name: %+v", title, p)
		case born == nil:
			t.Errorf("%s: nobody is asked for a date of birth: %+v", title, p)
		case own == (born.ID == "your-date-of-birth"):
			t.Errorf("%s: the date of birth is %s", title, born.ID)
		case !own && (!born.Past || !born.Private || born.Optional || born.When != nil):
			t.Errorf("%s: the date of birth is asked as %+v", title, born)
		}
		told := slices.ContainsFunc(r.Report.Entries, func(e Entry) bool { return e.What == TheForm && e.Name == "date_of_birth" })
		if told == own {
			t.Errorf("%s: the report tells of a date of birth that was added: %v", title, told)
		}
		if where := r.Service.Question(p.Address); where == nil || where.ID != "your-address" || where.Optional || where.When != nil {
			t.Errorf("%s: nobody is asked where to write to: %+v", title, p)
		}
		for _, q := range []*services.Question{name, born} {
			if i := slices.IndexFunc(r.Service.Steps, func(s services.Step) bool { return s.Question == q }); i < 0 {
				t.Errorf("%s: %v is not asked", title, q)
			}
		}
	}
}
