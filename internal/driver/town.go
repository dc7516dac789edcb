package driver

import (
	"context"
	"fmt"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/staff"
)

// Password is that of every member of staff here.
const Password = "open-the-same-door"

// Found makes the one agency and its three members in the empty database.
func (h *House) Found(ctx context.Context) error {
	a, err := h.Staff.AddAgency(ctx, staff.Agency{Slug: "anytown", NameEn: "Anytown Council", NameCy: "Cyngor Anytown", Nation: "england-and-wales",
		Services: []string{h.Service.ID}, Settings: staff.Settings{Phone: "020 7946 0123", HoursEn: "Monday to Friday, 8:30am to 5pm",
			HoursCy: "Dydd Llun i ddydd Gwener, 8:30yb i 5yh", Address: []string{"Civic Centre", "1 Civic Way", "Anytown", "ZA1 1AA"},
			Counter: []string{"Civic Centre", "1 Civic Way", "Anytown"}, ReviewDays: 28, FeePence: 1000, TextNumber: "+447700900999"}})
	if err != nil {
		return fmt.Errorf("founding the agency: %w", err)
	}
	h.Agency = a
	for _, role := range []staff.Role{staff.Agent, staff.Caseworker, staff.Leader} {
		m, err := h.Staff.AddMember(ctx, staff.Member{Agency: a.ID, Username: "driver." + string(role), DisplayName: "Driver " + string(role), Role: role}, Password)
		if err != nil {
			return fmt.Errorf("founding the agency: %w", err)
		}
		h.Members = append(h.Members, m)
	}
	return nil
}

// Actor is the member of a role, on the phone.
func (h *House) Actor(role staff.Role) audit.Actor {
	for _, m := range h.Members {
		if m.Role == role {
			return m.Actor(channels.Phone)
		}
	}
	panic("no member has the role " + string(role))
}
