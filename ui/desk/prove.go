package desk

import (
	"net/http"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/session"
)

// proving is what keeps a question from being asked and answered: who it is must be proven first.
type proving struct {
	needed bool
	can    []string // proofs the record allows
}

// proving says whether the question on the screen waits for proof of who the person is, and how they can be asked.
func (p *Pages) proving(r *http.Request, v visit, d cases.Draft, q *services.Question) (proving, error) {
	if !q.Proof || cases.Proven(v.by, d) || v.contact.ID == 0 {
		return proving{}, nil
	}
	x := proving{needed: true}
	if v.contact.Account == 0 || v.contact.Account != d.Account {
		return x, nil
	}
	can, err := p.Contacts.Proofs(r.Context(), v.by, v.contact.ID)
	x.can = can
	return x, err
}

// Prove records what the person on the line knew or showed, and goes back to the question.
func (p *Pages) Prove(w http.ResponseWriter, r *http.Request) error {
	v, c, err := p.ownContact(r)
	if err != nil {
		return err
	}
	typed, err := posted(r)
	if err != nil {
		return err
	}
	problems, err := p.Contacts.Prove(r.Context(), v.by, c.ID, typed["proof"])
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		p.tell(r, "contacts.problems.proof-"+problems[0].Code)
	} else {
		p.tell(r, "desk.prove.proven_done")
	}
	return session.To(w, r, session.Local(typed.Get("back"), "/desk"))
}

// instead is what this door does instead of asking; "" where it asks.
func (s draftView) instead() services.DoorRule {
	if q := s.ask.question; q != nil && !q.Asks(s.by.Door) {
		return q.Doors[s.by.Door]
	}
	return ""
}
