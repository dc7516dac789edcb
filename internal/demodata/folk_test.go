package demodata

import (
	"testing"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/services"
)

// Whom the tour calls by name are there, each as the front page says.
func TestWhomTheTourCallsByName(t *testing.T) {
	t.Parallel()
	c := setup(t)
	c.Citizens = 1
	if err := Load(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	for what, query := range map[string]string{
		"a mother whose daughter acts for her": `select count(*) from mandates m join accounts p on p.id = m.account_id join accounts h on h.id = m.helper_id
			where p.full_name = 'Margaret Ellis' and h.full_name = 'Jane Ellis' and m.kind = 'helper' and m.phrase <> '' and m.ended_at is null`,
		"what the daughter began": `select count(*) from drafts d join accounts p on p.id = d.account_id join answers a on a.draft_id = d.id
			where p.full_name = 'Margaret Ellis' and a.actor_role = 'helper' and a.on_behalf = p.id`,
		"an appointee who gets the post": `select count(*) from accounts p join accounts h on h.id = post_goes_to(p.id) where p.full_name = 'Huw Tandy' and h.full_name = 'Ruth Tandy'`,
		"a parent who gets the post":     `select count(*) from accounts p join accounts h on h.id = post_goes_to(p.id) where p.full_name = 'Alfie Moss' and h.full_name = 'Kerry Moss'`,
		"twins to be told apart": `select count(*) from duplicates d join accounts a on a.id = d.low join accounts b on b.id = d.high
			where d.state = 'waiting' and a.full_name = 'Ada Winter' and b.full_name = 'Ida Winter'`,
		"two records joined": `select count(*) from accounts a join accounts b on b.joined_to = a.id where a.full_name = 'William Sutton' and b.full_name = 'Bill Sutton'`,
	} {
		var n int
		if err := c.DB.QueryRow(t.Context(), query).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			t.Errorf("the town lacks %s", what)
		}
	}
	var idris int64
	if err := c.DB.QueryRow(t.Context(), `select id from accounts where full_name = 'Idris Vaughan'`).Scan(&idris); err != nil {
		t.Fatal(err)
	}
	if s, err := c.Register.Standing(t.Context(), idris); err != nil || !s.Meets("medium") {
		t.Errorf("the proven man is proven %q, %v", s.Level(), err)
	}
	found, err := c.Register.Near(t.Context(), accounts.Details{FullName: "Margaret Ellis", DateOfBirth: &services.Day{Y: 1944, M: 3, D: 5},
		Address: &services.PostAddress{Lines: []string{"4 Chapel Lane", "Anytown"}, Postcode: "ZA1 1AB"}})
	if err != nil || len(found) == 0 || found[0].FullName != "Margaret Ellis" {
		t.Errorf("found %v, %v", found, err)
	}
}
