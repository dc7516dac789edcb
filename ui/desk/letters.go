package desk

import (
	"net/http"
	"slices"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/staff"
	"github.com/samedoor/samedoor/ui/session"
)

// recentLetters is how many letters the post room shows.
const recentLetters = 100

type lettersView struct {
	frame
	all    []letters.Letter
	stuck  []letters.Letter
	leads  bool
	counts map[letters.State]int
}

// Letters is the post room: where every letter is, those that are stuck first.
func (p *Pages) Letters(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	l := lettersView{leads: v.member.May(staff.Leader), counts: map[letters.State]int{}}
	if l.all, err = p.Post.Recent(r.Context(), v.member.Agency, recentLetters); err != nil {
		return err
	}
	if l.stuck, err = p.Post.Watch(r.Context(), p.Now()); err != nil {
		return err
	}
	l.stuck = slices.DeleteFunc(l.stuck, func(one letters.Letter) bool { return one.Agency != v.member.Agency })
	for _, one := range l.all {
		l.counts[one.State]++
	}
	l.frame = p.frame(r, v, "letters", v.T("letters.title"))
	return session.Show(w, r, http.StatusOK, lettersPage(l))
}

// letterStates are the states of a letter in the order it goes through them.
var letterStates = []letters.State{letters.Requested, letters.Rendered, letters.Batched, letters.Dispatched, letters.Delivered,
	letters.Returned, letters.Stopped, letters.Failed}

// PrintNow hands everything that waits to the printer before the cut-off. Pressed twice, the second press finds nothing waiting.
func (p *Pages) PrintNow(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	n, err := p.Post.BatchNow(r.Context(), v.member.Agency, p.Now())
	if err != nil {
		return err
	}
	if n == 0 {
		p.tell(r, "desk.letters.nothing_waits")
	} else {
		p.tell(r, "desk.letters.printing_done")
	}
	return session.To(w, r, "/desk/letters")
}

type letterView struct {
	frame
	letter letters.Letter
	text   string // "" where it cannot be set out
	leads  bool
}

// openLetter is the letter in the path, with the look at whom it is to. Another agency's letter is not there.
func (p *Pages) openLetter(r *http.Request) (visit, letters.Letter, error) {
	v, err := p.visiting(r)
	if err != nil {
		return v, letters.Letter{}, err
	}
	n, err := id(r)
	if err != nil {
		return v, letters.Letter{}, err
	}
	l, err := p.Post.Read(r.Context(), n)
	if err != nil {
		return v, l, err
	}
	if l.Agency != v.member.Agency {
		return v, l, cases.ErrNotFound
	}
	_, err = p.Register.Open(r.Context(), because(v.by, "contacts.looks.letter"), l.Account)
	return v, l, err
}

// Letter shows a letter as text. A code in it is masked.
func (p *Pages) Letter(w http.ResponseWriter, r *http.Request) error {
	v, l, err := p.openLetter(r)
	if err != nil {
		return err
	}
	s := letterView{letter: l, leads: v.member.May(staff.Leader)}
	if s.text, err = p.Post.Text(r.Context(), l.ID); err != nil && l.State != letters.Failed {
		return err
	}
	s.frame = p.frame(r, v, "letters", v.T("letters.kinds."+l.Kind))
	return session.Show(w, r, http.StatusOK, letterPage(s))
}

// LetterReturned records that a letter came back undelivered; whoever asked for it is told.
func (p *Pages) LetterReturned(w http.ResponseWriter, r *http.Request) error {
	_, l, err := p.openLetter(r)
	if err != nil {
		return err
	}
	if err := p.Post.MarkReturned(r.Context(), l.ID); err != nil {
		return err
	}
	p.tell(r, "desk.letters.returned_done")
	return session.To(w, r, "/desk/letter/"+number(l.ID))
}
