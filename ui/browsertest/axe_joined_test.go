package browsertest

import (
	"fmt"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/services"
)

// alike looks at two people who may be one: side by side, joined, and parted again. Somebody is on the line.
func (a *auditor) alike(p *window, by audit.Actor, account int64) {
	a.Helper()
	other, problems, err := a.register.Create(a.Context(), by, accounts.Details{FullName: "Mary Marsden", DateOfBirth: &services.Day{Y: 1950, M: 3, D: 5},
		Mobile: "07700 900964", Email: "mair@example.org"})
	must(a.T, err)
	if len(problems) > 0 {
		a.Fatal(problems)
	}
	pair, _, err := a.register.Suspect(a.Context(), by, account, other.ID)
	must(a.T, err)
	a.look(p.open("/desk/same"), "who may be one")
	a.look(p.open(fmt.Sprintf("/desk/same/%d", pair)), "side by side")
	p.press(p.t("merge.pair.go"))
	a.look(p, "nothing said")
	a.look(p.open(fmt.Sprintf("/desk/person/%d/joined?q=Marsden", account)), "looking for more")
	join, _, err := a.register.Join(a.Context(), by, account, other.ID, accounts.Grounds{Why: "one passport"})
	must(a.T, err)
	a.look(p.open(fmt.Sprintf("/desk/person/%d/joined", account)), "the records of a person")
	a.look(p.open(fmt.Sprintf("/desk/joined/%d/part", join)), "parting them")
	p.press(p.t("merge.part.go"))
	a.look(p, "no reason")
	now, err := a.register.Open(a.Context(), by, account)
	must(a.T, err)
	_, err = a.register.Update(a.Context(), by, account, now.Rev, accounts.Details{FullName: now.FullName, DateOfBirth: now.DateOfBirth, Mobile: "07700 900965",
		NINO: now.NINO, Address: now.Address})
	must(a.T, err)
	_, _, err = a.office.Part(a.Context(), by, join, "two sisters")
	must(a.T, err)
	a.look(p.open(fmt.Sprintf("/desk/joined/%d", join)), "whose it is")
}
