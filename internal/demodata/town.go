package demodata

import (
	"context"
	"fmt"

	"github.com/samedoor/samedoor/staff"
)

// people makes the agencies and the six members of staff.
func (c Config) people(ctx context.Context) (Town, error) {
	var t Town
	for _, a := range agencies {
		made, err := c.Staff.AddAgency(ctx, a)
		if err != nil {
			return t, fmt.Errorf("agency %s: %w", a.Slug, err)
		}
		t.Agencies = append(t.Agencies, made)
	}
	for _, m := range members {
		m.Member.Agency = t.Agencies[m.agency].ID
		made, err := c.Staff.AddMember(ctx, m.Member, Password)
		if err != nil {
			return t, fmt.Errorf("member %s: %w", m.Username, err)
		}
		t.Members = append(t.Members, made)
	}
	return t, nil
}

var agencies = []staff.Agency{
	{Slug: "anytown", NameEn: "Anytown Council", NameCy: "Cyngor Anytown", Nation: "england-and-wales", Services: []string{"blue-badge"},
		Settings: staff.Settings{Phone: "020 7946 0123", HoursEn: "Monday to Friday, 8:30am to 5pm", HoursCy: "Dydd Llun i ddydd Gwener, 8:30yb i 5yh",
			Address: []string{"Civic Centre", "1 Civic Way", "Anytown", "ZA1 1AA"}, Counter: []string{"Civic Centre", "1 Civic Way", "Anytown"},
			ReviewDays: 28, FeePence: 1000, TextNumber: "+447700900999"}},
	{Slug: "seaborough", NameEn: "Seaborough Council", NameCy: "Cyngor Seaborough", Nation: "england-and-wales", Services: []string{"blue-badge"},
		Settings: staff.Settings{Phone: "020 7946 0456", HoursEn: "Monday to Friday, 9am to 4:30pm", HoursCy: "Dydd Llun i ddydd Gwener, 9yb i 4:30yh",
			Address: []string{"Town Hall", "Harbour Road", "Seaborough", "ZA5 2BB"}, Counter: []string{"Town Hall", "Harbour Road", "Seaborough"},
			ReviewDays: 84, FeePence: 1000, TextNumber: "+447700900999"}},
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

// member is the one of an agency with a role.
func (t Town) member(agency int64, role staff.Role) staff.Member {
	for _, m := range t.Members {
		if m.Agency == agency && m.Role == role {
			return m
		}
	}
	return staff.Member{}
}
