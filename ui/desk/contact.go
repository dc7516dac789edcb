package desk

import (
	"errors"
	"net/http"
	"time"

	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/govuk"
	"github.com/samedoor/samedoor/ui/session"
)

// wrapUp is the end of a conversation as it is shown again.
type wrapUp struct {
	contact  phone.Contact
	outcome  string
	note     string
	slot     string
	slots    []time.Time
	problems services.Problems
}

func (w wrapUp) wrong(l lang.Lang, field string) string { return contactProblem(l, w.problems, field) }

// contactProblem is the sentence about a field of a conversation, "" where it is right.
func contactProblem(l lang.Lang, problems services.Problems, field string) string {
	for _, p := range problems {
		if p.Field == field {
			return lang.T(l, "contacts.problems."+field+"-"+p.Code)
		}
	}
	return ""
}

func contactProblems(l lang.Lang, problems services.Problems) []govuk.ErrorSummaryItem {
	var out []govuk.ErrorSummaryItem
	for _, p := range problems {
		out = append(out, problem(contactProblem(l, problems, p.Field), p.Field))
	}
	return out
}

// BeginContact opens a conversation: door and reason are needed, then the search box is at hand.
func (p *Pages) BeginContact(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	begun := phone.Contact{Door: atDesk(r.PostFormValue("door")), Reason: r.PostFormValue("reason"), Caller: r.PostFormValue("caller"),
		CallerNote: clip(r.PostFormValue("caller_note")), Phone: clip(r.PostFormValue("phone"))}
	v.by.Door = begun.Door
	if c := v.contact; c.ID != 0 && c.Door == begun.Door && c.Reason == begun.Reason && v.now.Sub(c.BeganAt) < pressedTwice {
		return session.To(w, r, session.Local(r.PostFormValue("back"), "/desk"))
	}
	c, problems, err := p.Contacts.Begin(r.Context(), v.by, begun)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return p.showHome(w, r, v, http.StatusUnprocessableEntity, begun, problems)
	}
	p.Sessions.SetContact(r, c.ID, c.Door)
	return session.To(w, r, session.Local(r.PostFormValue("back"), "/desk"))
}

// pressedTwice is within what time the same button is taken to have been pressed twice.
const pressedTwice = 10 * time.Second

// atDesk lets only the doors be begun at a desk that a member of staff stands in.
func atDesk(door string) channels.Kind {
	switch k := channels.Kind(door); k {
	case channels.Phone, channels.Counter:
		return k
	default:
		return ""
	}
}

// mostNote bounds what is noted of a caller, in characters.
const mostNote = 500

func clip(s string) string { return clipTo(s, mostNote) }

func clipTo(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

// SwitchContact goes to another of the member's open conversations, and to where it was.
func (p *Pages) SwitchContact(w http.ResponseWriter, r *http.Request) error {
	v, c, err := p.ownContact(r)
	if err != nil {
		return err
	}
	p.Sessions.SetContact(r, c.ID, c.Door)
	switch {
	case c.Reference != "":
		return session.To(w, r, draftPath(c.Reference))
	case c.Account != 0:
		return session.To(w, r, personPath(c.Account))
	}
	return session.To(w, r, session.Local(r.PostFormValue("back"), v.home()))
}

func (v visit) home() string { return "/desk" }

// ownContact is the open conversation in the path, the member's own.
func (p *Pages) ownContact(r *http.Request) (visit, phone.Contact, error) {
	v, err := p.visiting(r)
	if err != nil {
		return v, phone.Contact{}, err
	}
	n, err := id(r)
	if err != nil {
		return v, phone.Contact{}, err
	}
	c, err := p.Contacts.Read(r.Context(), v.by, n)
	if err == nil && (c.Staff != v.by.ID || c.EndedAt != nil) {
		err = phone.ErrNotFound
	}
	return v, c, err
}

// AboutContact says that the person shown is the one on the line.
func (p *Pages) AboutContact(w http.ResponseWriter, r *http.Request) error {
	v, c, err := p.ownContact(r)
	if err != nil {
		return err
	}
	who, err := p.Register.Open(r.Context(), v.by, wanted(r.PostFormValue("account")))
	if err != nil {
		return err
	}
	if err := p.Contacts.About(r.Context(), v.by, c.ID, who.ID, 0); err != nil {
		return err
	}
	return session.To(w, r, personPath(who.ID))
}

// WrapUp shows the end of a conversation with a page to itself: all outcomes, a note, when to ring back.
func (p *Pages) WrapUp(w http.ResponseWriter, r *http.Request) error {
	v, c, err := p.ownContact(r)
	if err != nil {
		return err
	}
	return p.showWrapUp(w, r, v, http.StatusOK, wrapUp{contact: c, outcome: r.URL.Query().Get("outcome")})
}

// EndContact closes a conversation; without an outcome it stays open and is asked again.
func (p *Pages) EndContact(w http.ResponseWriter, r *http.Request) error {
	v, c, err := p.ownContact(r)
	if errors.Is(err, phone.ErrNotFound) && c.Staff == v.by.ID && c.EndedAt != nil {
		return session.To(w, r, "/desk") // pressed twice
	}
	if err != nil {
		return err
	}
	end := wrapUp{contact: c, outcome: r.PostFormValue("outcome"), note: clip(r.PostFormValue("note")), slot: r.PostFormValue("slot")}
	slots, err := p.Contacts.Slots(r.Context(), v.by, v.agency.Nation, v.now)
	if err != nil {
		return err
	}
	end.slots = slots
	end.problems, err = p.Contacts.End(r.Context(), v.by, c.ID, phone.Ending{Outcome: end.outcome, Note: end.note, RingBack: offered(slots, end.slot)})
	if err != nil {
		return err
	}
	if len(end.problems) > 0 {
		return p.showWrapUp(w, r, v, http.StatusUnprocessableEntity, end)
	}
	if c.ID == v.contact.ID {
		p.Sessions.SetContact(r, 0, "")
	}
	p.tell(r, "desk.contact.ended_done")
	return session.To(w, r, "/desk")
}

// offered is the slot chosen, if it is one of those that were free.
func offered(slots []time.Time, chosen string) time.Time {
	for _, t := range slots {
		if t.Format(time.RFC3339) == chosen {
			return t
		}
	}
	return time.Time{}
}

func (p *Pages) showWrapUp(w http.ResponseWriter, r *http.Request, v visit, status int, end wrapUp) error {
	if end.slots == nil {
		slots, err := p.Contacts.Slots(r.Context(), v.by, v.agency.Nation, v.now)
		if err != nil {
			return err
		}
		end.slots = slots
	}
	f := p.frame(r, v, "home", v.T("contact.wrap_up"))
	f.wrap, f.problems = end, contactProblems(v.lang, end.problems)
	return session.Show(w, r, status, wrapUpPage(f))
}

// RingBack begins the call that was promised, tied to the person it is to.
func (p *Pages) RingBack(w http.ResponseWriter, r *http.Request) error {
	v, err := p.visiting(r)
	if err != nil {
		return err
	}
	owed, err := p.Contacts.Callbacks(r.Context(), v.by)
	if err != nil {
		return err
	}
	n, err := id(r)
	if err != nil {
		return err
	}
	for _, b := range owed {
		if b.ID == n {
			return p.ringBack(w, r, v, b)
		}
	}
	return cases.ErrNotFound
}

// ringBack is pressed when the call is made: "no" notes that nobody answered.
func (p *Pages) ringBack(w http.ResponseWriter, r *http.Request, v visit, b phone.Callback) error {
	reached := r.PostFormValue("answered") != "no"
	if err := p.Contacts.Rang(r.Context(), v.by, b.ID, reached); err != nil {
		return err
	}
	if !reached {
		p.tell(r, "desk.callbacks.not_reached_done")
		return session.To(w, r, "/desk")
	}
	v.by.Door = channels.Phone
	c, _, err := p.Contacts.Begin(r.Context(), v.by, phone.Contact{Door: channels.Phone, Reason: "carry-on", Account: b.Account, Phone: b.Phone})
	if err != nil {
		return err
	}
	p.Sessions.SetContact(r, c.ID, c.Door)
	return session.To(w, r, personPath(b.Account))
}
