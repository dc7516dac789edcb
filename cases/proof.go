package cases

import (
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
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

// Hidden says whether the answer to q is not for this actor's eyes.
func Hidden(by audit.Actor, d Draft, q *services.Question) bool { return q.Proof && !Proven(by, d) }

// proofNeeded refuses an answer that wants proof. Putting a question off that nobody has answered tells and changes nothing.
func proofNeeded(by audit.Actor, d Draft, q *services.Question, in services.Input) services.Problems {
	if _, answered := d.Answers[q.ID]; !Hidden(by, d, q) || !answered && in.Get("park") == "yes" {
		return nil
	}
	return services.Problems{{Question: q.ID, Code: "proof-needed"}}
}
