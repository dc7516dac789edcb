package demodata

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// people makes the agencies that have something to offer, and their members of staff.
func (c Config) people(ctx context.Context) (Town, error) {
	var t Town
	ids := map[string]int64{}
	for _, a := range agencies {
		if a.Services = c.offered(a.Slug); len(a.Services) == 0 {
			continue
		}
		made, err := c.Staff.AddAgency(ctx, a)
		if err != nil {
			return t, fmt.Errorf("agency %s: %w", a.Slug, err)
		}
		t.Agencies, ids[a.Slug] = append(t.Agencies, made), made.ID
	}
	for _, m := range members {
		if m.Member.Agency = ids[agencies[m.agency].Slug]; m.Member.Agency == 0 {
			continue
		}
		made, err := c.Staff.AddMember(ctx, m.Member, Password)
		if err != nil {
			return t, fmt.Errorf("member %s: %w", m.Username, err)
		}
		t.Members = append(t.Members, made)
	}
	return t, nil
}

// owners are the agencies that a service is asked of, as the town's world has them.
var owners = map[string][]string{
	"blue-badge": {"anytown", "seaborough"}, "council-tax-reduction": {"anytown", "seaborough"}, "school-place": {"anytown", "seaborough"},
	"bus-pass": {"anytown", "seaborough"}, "change-of-address": {"anytown", "seaborough"}, "tell-us-once": {"anytown", "seaborough", "benefits"},
	"state-pension": {"pensions"}, "pension-credit": {"pensions"}, "attendance-allowance": {"pensions"},
	"child-benefit": {"benefits"}, "jobseekers-allowance": {"benefits"}, "driving-licence-70": {"licensing"}, "student-finance": {"students"},
}

// others are the services besides the Blue Badge that some agency owns, by id.
func (c Config) others() []*services.Service {
	var out []*services.Service
	for _, s := range c.More {
		if s.ID != c.Service.ID && len(owners[s.ID]) > 0 {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b *services.Service) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// offered are the services of this program that an agency owns.
func (c Config) offered(slug string) []string {
	var out []string
	for _, s := range append(c.others(), c.Service) {
		if slices.Contains(owners[s.ID], slug) {
			out = append(out, s.ID)
		}
	}
	return out
}

var agencies = []staff.Agency{
	{Slug: "anytown", NameEn: "Anytown Council", NameCy: "Cyngor Anytown", Nation: "england-and-wales",
		Settings: staff.Settings{Phone: "020 7946 0123", HoursEn: "Monday to Friday, 8:30am to 5pm", HoursCy: "Dydd Llun i ddydd Gwener, 8:30yb i 5yh",
			Address: []string{"Civic Centre", "1 Civic Way", "Anytown", "ZA1 1AA"}, Counter: []string{"Civic Centre", "1 Civic Way", "Anytown"},
			ReviewDays: 28, FeePence: 1000, TextNumber: "+447700900999"}},
	{Slug: "seaborough", NameEn: "Seaborough Council", NameCy: "Cyngor Seaborough", Nation: "england-and-wales",
		Settings: staff.Settings{Phone: "020 7946 0456", HoursEn: "Monday to Friday, 9am to 4:30pm", HoursCy: "Dydd Llun i ddydd Gwener, 9yb i 4:30yh",
			Address: []string{"Town Hall", "Harbour Road", "Seaborough", "ZA5 2BB"}, Counter: []string{"Town Hall", "Harbour Road", "Seaborough"},
			ReviewDays: 84, FeePence: 1000, TextNumber: "+447700900999"}},
	office("pensions", "Pensions Office", "Swyddfa Bensiynau", "020 7946 0601", "Pensions House", "ZA7 1PP"),
	office("benefits", "Benefits Office", "Swyddfa Budd-daliadau", "020 7946 0602", "Benefits House", "ZA7 2BB"),
	office("licensing", "Licensing Office", "Swyddfa Drwyddedu", "020 7946 0603", "Licensing House", "ZA7 3LL"),
	office("students", "Student Finance Office", "Swyddfa Cyllid Myfyrwyr", "020 7946 0604", "Student House", "ZA7 4SS"),
}

// office is a department of the town's world: it has no counter, and a month for a review.
func office(slug, en, cy, phone, house, postcode string) staff.Agency {
	return staff.Agency{Slug: slug, NameEn: en, NameCy: cy, Nation: "england-and-wales",
		Settings: staff.Settings{Phone: phone, HoursEn: "Monday to Friday, 8am to 6pm", HoursCy: "Dydd Llun i ddydd Gwener, 8yb i 6yh",
			Address: []string{house, "1 Government Road", "Anytown", postcode}, ReviewDays: 30, TextNumber: "+447700900999"}}
}

type member struct {
	staff.Member
	agency int // index into agencies
}

var members = []member{
	{staff.Member{Username: "bethan.price", DisplayName: "Bethan Price", Role: staff.Agent, Welsh: true}, 0},
	{staff.Member{Username: "ravi.shah", DisplayName: "Ravi Shah", Role: staff.Caseworker}, 0},
	{staff.Member{Username: "helen.cooper", DisplayName: "Helen Cooper", Role: staff.Leader}, 0},
	{staff.Member{Username: "amira.khan", DisplayName: "Amira Khan", Role: staff.Agent}, 1},
	{staff.Member{Username: "owen.doyle", DisplayName: "Owen Doyle", Role: staff.Caseworker}, 1},
	{staff.Member{Username: "grace.osei", DisplayName: "Grace Osei", Role: staff.Leader}, 1},
	{staff.Member{Username: "megan.lloyd", DisplayName: "Megan Lloyd", Role: staff.Caseworker, Welsh: true}, 2},
	{staff.Member{Username: "tariq.aziz", DisplayName: "Tariq Aziz", Role: staff.Caseworker}, 3},
	{staff.Member{Username: "joan.hart", DisplayName: "Joan Hart", Role: staff.Caseworker}, 4},
	{staff.Member{Username: "femi.bello", DisplayName: "Femi Bello", Role: staff.Caseworker}, 5},
}

// SignIn is one way into the desk, for the front page and the banner.
type SignIn struct{ Username, Name, Role, Agency string }

// SignIns are all of them.
func SignIns() []SignIn {
	var out []SignIn
	for _, m := range members {
		out = append(out, SignIn{m.Username, m.DisplayName, string(m.Role), agencies[m.agency].NameEn})
	}
	return out
}

// member is the one of an agency with a role; in a small office one does everything.
func (t Town) member(agency int64, role staff.Role) staff.Member {
	for _, m := range t.Members {
		if m.Agency == agency && m.Role == role {
			return m
		}
	}
	for _, m := range t.Members {
		if m.Agency == agency {
			return m
		}
	}
	return staff.Member{}
}
