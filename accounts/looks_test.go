package accounts

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
)

func TestEveryLookIsSeenByTheCitizen(t *testing.T) {
	b := setup(t)
	a := b.create(t, margaret())
	other := b.create(t, Details{FullName: "Somebody Else"})
	asked := agent
	asked.Why = "asked about her letter"
	if _, err := b.reg.Open(t.Context(), asked, a.ID); err != nil {
		t.Fatal(err)
	}
	if err := b.reg.SetNeeds(t.Context(), agent, a.ID, a.Needs); err != nil {
		t.Fatal(err)
	}
	looks, err := b.reg.Looks(t.Context(), a.ID, 0, 10)
	if err != nil || len(looks) != 3 {
		t.Fatalf("%+v, %v", looks, err)
	}
	for i, verb := range []string{"account.needs_changed", "account.viewed", "account.created"} {
		if looks[i].Verb != verb || looks[i].Agency != 1 || looks[i].Role != audit.Staff || looks[i].Door != "phone" || looks[i].At.IsZero() {
			t.Errorf("look %d: %+v", i, looks[i])
		}
		if !lang.Has(lang.Cy, "accounts.looks."+verb) {
			t.Errorf("%s is not worded", verb)
		}
	}
	if looks[1].Why != asked.Why {
		t.Errorf("reason: %q", looks[1].Why)
	}
	if looks, _ := b.reg.Looks(t.Context(), a.ID, 0, 1); len(looks) != 1 {
		t.Errorf("limited: %v", looks)
	}
	if looks, _ := b.reg.Looks(t.Context(), other.ID, 0, 10); len(looks) != 1 {
		t.Errorf("somebody else's: %v", looks)
	}
}

func TestCitizensOpenOnlyTheirOwn(t *testing.T) {
	f := setup(t).family(t)
	b, a, other := f.bundle, f.mother, f.daughter
	f.register(t, f.asked())
	citizen := audit.Actor{Role: audit.Citizen, ID: a.ID, Door: channels.Web}
	helper := audit.Actor{Role: audit.Helper, ID: other.ID, For: a.ID, Door: channels.Web}
	for by, want := range map[audit.Actor]map[int64]bool{citizen: {a.ID: true, other.ID: false}, helper: {a.ID: true, other.ID: false}, {Role: "ghost"}: {a.ID: false}} {
		for id, may := range want {
			if _, err := b.reg.Open(t.Context(), by, id); (err == nil) != may {
				t.Errorf("%+v opens %d: %v", by, id, err)
			}
		}
	}
	if _, err := b.reg.Open(t.Context(), agent, 999); !errors.Is(err, ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
}

func TestLogsAndErrorsKeepPeopleOut(t *testing.T) {
	t.Parallel()
	const mark = "MARKED"
	n := Needs{Note: mark, Interpreter: mark}
	a := Account{ID: 3, FullName: mark, Previous: []string{mark}, Mobile: mark, Landline: mark, Email: mark, NINO: mark, Needs: n, Address: at(mark)}
	f := Found{Account: a, Score: 0.5, Because: []string{"accounts.fits.name"}}
	d := Details{FullName: mark, Previous: mark, Mobile: mark, Landline: mark, Email: mark, NINO: mark, Needs: n, Address: at(mark)}
	c := Code{ID: 4, Account: 3}
	var out bytes.Buffer
	for _, h := range []slog.Handler{slog.NewJSONHandler(&out, nil), slog.NewTextHandler(&out, nil)} {
		slog.New(h).Info("x", "a", a, "pa", &a, "f", f, "d", d, "pd", &d, "n", n, "c", c)
	}
	fmt.Fprintf(&out, "%v %+v %s %v %v %v %v", a, &a, f, []Found{f}, d, &d, n)
	if s := out.String(); strings.Contains(s, mark) || !strings.Contains(s, "account 3") || strings.Contains(s, `"Account":3`) {
		t.Error(s)
	}
}

func TestWordingIsInBothLanguages(t *testing.T) {
	t.Parallel()
	en, cy := lang.Keys(lang.En), lang.Keys(lang.Cy)
	for key := range en {
		if mine(key) && cy[key] == "" {
			t.Errorf("%s has no Welsh", key)
		}
	}
	for key := range cy {
		if mine(key) && en[key] == "" {
			t.Errorf("%s has no English", key)
		}
	}
	for _, key := range []string{"name", "name_like", "previous_name", "date_of_birth", "date_of_birth_near", "year", "postcode", "previous_address", "address", "phone", "phone_end", "email", "nino"} {
		if !lang.Has(lang.En, "accounts.fits."+key) {
			t.Errorf("accounts.fits.%s is not worded", key)
		}
	}
}

func mine(key string) bool {
	return strings.HasPrefix(key, "accounts.") || strings.HasPrefix(key, "reach.")
}
