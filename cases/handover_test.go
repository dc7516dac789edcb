package cases

import (
	"errors"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/services"
)

func TestTextLinkIsOneTextAMinute(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	d := b.start(t, b.agent, a.ID)
	var all errgroup.Group
	for range 4 {
		all.Go(func() error { return b.office.TextLink(t.Context(), b.agent, d.ID) })
	}
	must(t, all.Wait())
	if n := b.count(t, `select count(*) from notices n join access_codes c on c.id = n.code_id
		where n.kind = 'continue' and c.purpose = 'continue' and c.draft_id = n.draft_id and n.job_id in (select id from river_job)`); n != 1 {
		t.Errorf("%d texts, want 1", n)
	}
	var expires time.Time
	must(t, b.db.QueryRow(t.Context(), `select expires_at from access_codes`).Scan(&expires))
	if days := expires.Sub(b.now).Hours() / 24; days < 7 || days > 8 {
		t.Errorf("the code works %.1f days, want 7 and the rest of the day", days)
	}
	b.now = b.now.Add(2 * time.Minute)
	must(t, b.office.TextLink(t.Context(), b.agent, d.ID))
	if got := b.kinds(t, d.ID); got != "started text-link-asked text-link-asked" {
		t.Errorf("events %q", got)
	}
}

func TestHandingOverIsGated(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for name, c := range map[string]struct {
		change     func(d *accounts.Details)
		text, post accounts.Refusal
	}{
		"all is well":      {nil, accounts.ReachOK, accounts.ReachOK},
		"no mobile":        {func(d *accounts.Details) { d.Mobile = "" }, accounts.NoMobile, accounts.ReachOK},
		"no address":       {func(d *accounts.Details) { d.Address = nil }, accounts.ReachOK, accounts.NoAddress},
		"no fixed address": {func(d *accounts.Details) { d.Address = &services.PostAddress{NoFixed: true} }, accounts.ReachOK, accounts.NoAddress},
		"no date of birth": {func(d *accounts.Details) { d.DateOfBirth = nil }, accounts.NoBirth, accounts.NoBirth},
		"nothing is safe":  {func(d *accounts.Details) { d.Needs.SafeText, d.Needs.SafeWrite = accounts.No, accounts.No }, accounts.NotSafe, accounts.NotSafe},
		"audio":            {func(d *accounts.Details) { d.Needs.Format = accounts.Audio }, accounts.ReachOK, accounts.CannotMake},
	} {
		d := b.start(t, b.agent, b.account(t, c.change).ID)
		if why := refused(t, b.office.TextLink(t.Context(), b.agent, d.ID)); why != c.text {
			t.Errorf("%s: text %q, want %q", name, why, c.text)
		}
		for range 2 {
			if why := refused(t, b.office.PostLetter(t.Context(), b.agent, d.ID)); why != c.post {
				t.Errorf("%s: letter %q, want %q", name, why, c.post)
			}
		}
		texts := b.count(t, `select count(*) from notices where draft_id = $1`, d.ID)
		posted := b.count(t, `select count(*) from letters where draft_id = $1`, d.ID)
		byHand := b.count(t, `select count(*) from tasks where draft_id = $1 and kind = 'letter-by-hand'`, d.ID)
		if (texts == 1) != (c.text == accounts.ReachOK) || (posted == 1) != (c.post == accounts.ReachOK) || (byHand == 1) != (c.post == accounts.CannotMake) {
			t.Errorf("%s: %d texts, %d letters, %d tasks", name, texts, posted, byHand)
		}
	}
	if err := b.office.TextLink(t.Context(), b.agent, b.start(t, b.agent, 0).ID); !errors.Is(err, ErrNoAccount) {
		t.Errorf("nobody's draft: %v, want ErrNoAccount", err)
	}
}

func refused(t *testing.T, err error) accounts.Refusal {
	t.Helper()
	var u Unreachable
	if errors.As(err, &u) {
		return u.Why
	}
	must(t, err)
	return accounts.ReachOK
}

func TestBelongsTakesTheCodesAway(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	other := b.account(t, func(d *accounts.Details) { d.FullName, d.DateOfBirth.Y = "Gareth Pryce", 1951 })
	d := b.start(t, b.agent, 0)
	must(t, b.office.Belongs(t.Context(), b.agent, d.ID, a.ID))
	must(t, b.office.TextLink(t.Context(), b.agent, d.ID))
	must(t, b.office.Belongs(t.Context(), b.agent, d.ID, other.ID))
	if n := b.count(t, `select count(*) from access_codes where revoked_at is null`); n != 0 {
		t.Errorf("%d codes of the wrong person still open the draft", n)
	}
	if err := b.office.Belongs(t.Context(), b.agent, d.ID, 4711); !errors.Is(err, accounts.ErrNotFound) {
		t.Errorf("to nobody: %v", err)
	}
}

// A record that began as a name on the phone has no date of birth; what the application tells opens it as well.
func TestTheApplicationTellsTheBirth(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, b.account(t, func(d *accounts.Details) { d.DateOfBirth = nil }).ID)
	b.fill(t, b.agent, d.ID, walking())
	must(t, b.office.TextLink(t.Context(), b.agent, d.ID))
	must(t, b.office.PostLetter(t.Context(), b.agent, d.ID))
}
