package cases

import (
	"testing"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// Whoever begins an application in somebody's name may have it finished by phone, where staff tie it to that person's record. The
// browser it was begun in has proven nothing: its code leads back to the application and not into the record.
func TestACodeOpensTheRecordOnlyForWhoHasProvenIt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.register.BornOf = b.office.BornOf
	a := b.account(t, nil)
	for _, c := range []struct {
		by   audit.Actor
		want int64
	}{
		{audit.Actor{Role: audit.Citizen, Door: channels.Web}, 0},
		{audit.Actor{Role: audit.Citizen, ID: a.ID, Door: channels.Web}, a.ID},
	} {
		d := b.start(t, audit.Actor{Role: audit.Citizen, Door: channels.Web}, 0)
		b.fill(t, audit.Actor{Role: audit.Citizen, Door: channels.Web}, d.ID, walking())
		must(t, b.office.Belongs(t.Context(), b.agent, d.ID, a.ID))
		text, _, err := b.office.ShowCode(t.Context(), c.by, d.ID)
		must(t, err)
		code, err := b.register.UseCode(t.Context(), text, services.Day{Y: 1944, M: 3, D: 5}, "198.51.100.1", b.now)
		must(t, err)
		if code.Draft != d.ID || code.Account != c.want {
			t.Errorf("citizen %d: the code opens draft %d and account %d, want %d and %d", c.by.ID, code.Draft, code.Account, d.ID, c.want)
		}
	}
}
