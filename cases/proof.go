package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
)

// Proven says whether an actor may see and answer the questions of a draft that want proof of who the person is. A citizen's own
// account is only ever known to a door that has proven it. A draft that is nobody's yet has nobody to be wrong about; once staff have
// tied it to a record, the browser that began it is anybody's. Staff on the phone or at the counter ask whoever they talk to first; with
// nobody on the line they work for whom the record is of, as helpers do, and each look is recorded.
func Proven(by audit.Actor, d Draft) bool {
	switch by.Role {
	case audit.Citizen:
		return d.Account == 0 || by.ID == d.Account
	case audit.Staff:
		return by.Proven || by.Door != channels.Phone && by.Door != channels.Counter
	case audit.Helper, audit.System:
		return true
	}
	return false
}

// Hidden says whether the answer to q is not for this actor's eyes: it wants proof that they have not, or the service shows it only once
// it is surer of who the person is. What somebody answered themselves is not hidden from them for want of the latter.
func Hidden(by audit.Actor, d Draft, q *services.Question) bool {
	if kept(by, d, q) {
		return true
	}
	if !q.Proof || by.Role == audit.System {
		return false
	}
	if !Proven(by, d) {
		return true
	}
	a, answered := d.Answers[q.ID]
	return answered && !(a.Role == by.Role && a.By == by.ID) && !d.Sure(d.identity.Disclosure)
}

// Barred says whether an actor can neither be shown nor give an answer to q as things are: what a door asks instead of the question.
func Barred(by audit.Actor, d Draft, q *services.Question) bool {
	return Hidden(by, d, q) || len(proofNeeded(by, d, q, services.Input{})) > 0
}

// proofNeeded refuses an answer that wants proof. Putting a question off that nobody has answered tells and changes nothing.
func proofNeeded(by audit.Actor, d Draft, q *services.Question, in services.Input) services.Problems {
	if kept(by, d, q) {
		return services.Problems{{Question: q.ID, Code: "kept-from-helper"}}
	}
	if _, answered := d.Answers[q.ID]; !q.Proof || !answered && in.Get("park") == "yes" {
		return nil
	}
	switch {
	case !Proven(by, d):
		return services.Problems{{Question: q.ID, Code: "proof-needed"}}
	case by.Role != audit.System && !d.Sure(d.identity.Answer):
		return services.Problems{{Question: q.ID, Code: IdentityNeeded}}
	}
	return nil
}

// IdentityNeeded is the problem of what needs it surer who somebody is than it is.
const IdentityNeeded = "identity-needed"

// Sure says whether what is proven of the draft's person is enough for what is wanted (a level or profile of package proof). A draft
// that is nobody's yet has nobody to be wrong about.
func (d Draft) Sure(wanted string) bool {
	return wanted == "" || d.Account == 0 || d.standing.Meets(wanted)
}

// Identity is how sure a service must be of who somebody is, by its newest version.
func (o *Office) Identity(s *services.Service) services.Identity {
	if newest, ok := o.library.Current(s.ID); ok {
		return newest.Identity
	}
	return s.Identity
}

// sured reads what is proven of a draft's person, where the service asks for it before the decision.
func (o *Office) sured(ctx context.Context, db batcher, d Draft) (Draft, error) {
	d.identity = o.Identity(d.Service)
	if d.Account == 0 || d.identity.Answer == "" && d.identity.Disclosure == "" {
		return d, nil
	}
	b := &pgx.Batch{}
	accounts.QueueStanding(b, d.Account, o.now(), &d.standing)
	if err := db.SendBatch(ctx, b).Close(); err != nil {
		return d, fmt.Errorf("who draft %d is of: %w", d.ID, err)
	}
	return d, nil
}

// Need is how sure a service must be of somebody for a decision, and how sure it is.
type Need struct {
	Wanted   string
	Standing proof.Standing
}

// Met says whether it is sure enough.
func (n Need) Met() bool { return n.Standing.Meets(n.Wanted) }

// decisionNeedTx is what a decision on a case needs.
func (o *Office) decisionNeedTx(ctx context.Context, tx pgx.Tx, c Case) (n Need, err error) {
	if n.Wanted = o.Identity(c.Service).Decision; n.Wanted != "" {
		n.Standing, err = accounts.StandingTx(ctx, tx, c.Account, o.now())
	}
	return n, err
}
