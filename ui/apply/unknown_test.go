package apply_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// ofItself is what differs from one application to another whoever it is of: references, tokens, when it was.
var ofItself = regexp.MustCompile(`[23456789BCDFGHJKLMNPQRSTVWXYZ]{4}-?[23456789BCDFGHJKLMNPQRSTVWXYZ]{4}|nonce="[^"]*"|nonce-[^']*|name="rev" value="[0-9]+"`)

// pages walks a story and gives every page on the way to its end, without what is of the application itself.
func pages(t *testing.T, s story, known bool) (all []string, accountsAfter int) {
	t.Helper()
	b := setup(t)
	today, err := time.Parse(time.DateOnly, s.Today)
	must(t, err)
	b.now = today.Add(10 * time.Hour)
	if known {
		person := personOf(t, b, s)
		_, problems, err := b.register.Create(t.Context(), audit.Actor{Role: audit.Staff, ID: 1, Agency: b.agency.ID, Door: channels.Phone}, person)
		if must(t, err); len(problems) > 0 {
			t.Fatal(problems)
		}
	}
	w := b.begin(s.Lang)
	keep := func() {
		html, err := w.page.Html()
		must(t, err)
		all = append(all, ofItself.ReplaceAllString(html, "…"))
	}
	for _, answer := range s.Answers {
		for id, told := range answer {
			w.reach(id)
			keep()
			w.tell(id, told)
		}
	}
	keep()
	w.send(w.form("button"), nil)
	keep()
	must(t, b.db.QueryRow(context.Background(), `select count(*) from accounts`).Scan(&accountsAfter))
	return all, accountsAfter
}

// personOf is the person a story is of, as somebody told the office before.
func personOf(t *testing.T, b *bundle, s story) accounts.Details {
	t.Helper()
	d := accounts.Details{}
	for _, answer := range s.Answers {
		for id, told := range answer {
			q := b.badge.Question(id)
			switch id {
			case b.badge.Person.Name:
				d.FullName = texts(told)[0]
			case b.badge.Person.DateOfBirth:
				v, problems := b.badge.Parse(q, nil, services.Input{Fields: b.browser("en").parts(q, told)}, nil, services.DayOf(b.now))
				if len(problems) > 0 {
					t.Fatal(problems)
				}
				d.DateOfBirth = v.Date
			case b.badge.Person.Address:
				v, problems := b.badge.Parse(q, nil, services.Input{Fields: b.browser("en").parts(q, told)}, nil, services.DayOf(b.now))
				if len(problems) > 0 {
					t.Fatal(problems)
				}
				d.Address = v.Address
			case b.badge.Person.NINO:
				d.NINO = texts(told)[0]
			}
		}
	}
	if d.FullName == "" || d.DateOfBirth == nil {
		t.Fatalf("the story tells too little of the person: %v", d)
	}
	return d
}

// Online nobody learns whether somebody is on record: every page of an application, its end too, is the same byte for byte whether the
// office knows the person or not. The one who is known gets no second account.
func TestAnApplicationDoesNotTellWhetherThePersonIsKnown(t *testing.T) {
	t.Parallel()
	s := readStory(t, "walking-82")
	fresh, one := pages(t, s, false)
	known, still := pages(t, s, true)
	if len(fresh) < 10 || len(fresh) != len(known) {
		t.Fatalf("%d pages and %d", len(fresh), len(known))
	}
	for i := range fresh {
		if fresh[i] != known[i] {
			at := 0
			for at < min(len(fresh[i]), len(known[i])) && fresh[i][at] == known[i][at] {
				at++
			}
			t.Errorf("page %d differs: %s\nand: %s", i, around(fresh[i], at), around(known[i], at))
		}
	}
	if one != 1 || still != 1 {
		t.Errorf("there are %d accounts, and %d where there was one before", one, still)
	}
	if !strings.Contains(fresh[len(fresh)-1], "Application sent") {
		t.Error("the walk did not come to its end")
	}
}

func around(s string, at int) string { return s[max(0, at-80):min(len(s), at+80)] }
