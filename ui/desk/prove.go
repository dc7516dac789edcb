package desk

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/ui/session"
)

// P is a sentence of the pages about proof of identity.
func (v visit) P(key string, vars ...any) string { return lang.T(v.lang, "proof.desk."+key, vars...) }

// proving is what keeps a question from being asked and answered: who it is must be proven first, or more surely.
type proving struct {
	needed bool
	can    []string // ways that are open in this conversation
	sheet  phone.Sheet
	need   cases.Need
	unsure bool // it is proven in this conversation, and the service needs it surer
}

// proving says whether the question on the screen waits for proof of who the person is, and how they can be asked.
func (p *Pages) proving(r *http.Request, v visit, d cases.Draft, q *services.Question) (x proving, err error) {
	if !q.Proof || !cases.Barred(v.by, d, q) || v.contact.ID == 0 {
		return proving{}, nil
	}
	x.needed, x.unsure = true, cases.Proven(v.by, d)
	if v.contact.Account == 0 || v.contact.Account != d.Account {
		return x, nil
	}
	if x.need, err = p.Office.Need(r.Context(), v.by, d.ID); err != nil || x.unsure {
		return x, err
	}
	return x, p.openWays(r, v, &x)
}

// openWays are the ways to prove who is on the line, with what is to be asked.
func (p *Pages) openWays(r *http.Request, v visit, x *proving) (err error) {
	if x.sheet, err = p.Contacts.Questions(r.Context(), v.by, v.contact.ID); err != nil {
		return err
	}
	x.can, err = p.Contacts.Proofs(r.Context(), v.by, v.contact.ID)
	return err
}

// proveView is the page on which somebody on the line is proven.
type proveView struct {
	frame
	proving
	person accounts.Account
	back   string
}

// say is the language to talk to the person in.
func (v proveView) say() lang.Lang { return lang.Parse(v.person.Needs.Spoken) }

// ProvePage shows every way in which the person on the line can be proven, and what more would be enough for what they ask.
func (p *Pages) ProvePage(w http.ResponseWriter, r *http.Request) error {
	v, c, err := p.ownContact(r)
	if err != nil {
		return err
	}
	if c.Account == 0 {
		return session.To(w, r, "/desk")
	}
	p.Sessions.SetContact(r, c.ID, c.Door)
	v.contact, v.by.Door = c, c.Door
	x := proveView{back: session.Local(r.URL.Query().Get("back"), personPath(c.Account))}
	if x.person, err = p.Register.Open(r.Context(), v.by, c.Speaker()); err != nil {
		return err
	}
	if c.Draft != 0 {
		if x.need, err = p.Office.Need(r.Context(), v.by, c.Draft); err != nil && !errors.Is(err, cases.ErrNotFound) {
			return err
		}
	}
	if x.need.Standing, err = p.Register.Standing(r.Context(), c.Speaker()); err != nil {
		return err
	}
	if err := p.openWays(r, v, &x.proving); err != nil {
		return err
	}
	x.frame = p.frame(r, v, "", v.P("title"))
	return session.Show(w, r, http.StatusOK, provePage(x))
}

// Prove takes one step on that page, or beside the question that waits for it, and goes back.
func (p *Pages) Prove(w http.ResponseWriter, r *http.Request) error {
	v, c, err := p.ownContact(r)
	if err != nil {
		return err
	}
	typed, err := posted(r)
	if err != nil {
		return err
	}
	told, err := p.proveBy(r, v, c, typed)
	if errors.Is(err, accounts.ErrThrottled) {
		told, err = "throttled", nil
	}
	if err != nil {
		return err
	}
	if c.Account != 0 {
		if err := p.Office.SettleWaits(r.Context(), v.by, c.Account); err != nil {
			return err
		}
	}
	if !strings.HasPrefix(told, "reach.") {
		told = "proof.desk." + told
	}
	p.tell(r, told)
	back := session.Local(typed.Get("back"), contactPath(c.ID, "prove"))
	if !strings.HasSuffix(told, "_done") && !strings.HasPrefix(back, contactPath(c.ID, "prove")) { // the other ways
		back = with(contactPath(c.ID, "prove"), "back", back)
	}
	return session.To(w, r, back)
}

// proveBy does what was pressed and answers what to tell: a key of proof.desk, or of reach where something may not be sent.
func (p *Pages) proveBy(r *http.Request, v visit, c phone.Contact, typed url.Values) (told string, err error) {
	ctx := r.Context()
	switch typed.Get("how") {
	case phone.ByQuestions:
		answers := map[string]string{}
		for name := range typed {
			if kind, is := strings.CutPrefix(name, "answer."); is {
				answers[kind] = typed.Get(name)
			}
		}
		return enough(p.Contacts.AnswerQuestions(ctx, v.by, c.ID, wanted(typed.Get("sheet")), answers))
	case phone.ByNewRecord:
		problems, err := p.Contacts.ProveNew(ctx, v.by, c.ID)
		if len(problems) > 0 {
			return "new_not", err
		}
		return "enough_done", err
	case "text":
		return sent("text_sent_done")(p.Contacts.TextDigits(ctx, v.by, c.ID))
	case phone.ByText:
		return enough(p.Contacts.ReadDigits(ctx, v.by, c.ID, typed.Get("digits")))
	case "letter":
		return sent("letter_sent_done")(p.Register.PostCode(ctx, v.by, c.Account))
	case phone.ByLetter:
		born, _ := readDay(typed.Get("day"), typed.Get("month"), typed.Get("year"))
		if born == nil {
			return "not_enough", nil
		}
		return enough(p.Contacts.ReadLetter(ctx, v.by, c.ID, typed.Get("code"), *born))
	}
	return "not_enough", nil
}

// enough words how a check came out: that it was enough or not, never what was wrong with it.
func enough(right bool, err error) (string, error) {
	if right {
		return "enough_done", err
	}
	return "not_enough", err
}

// sent words whether something could be sent.
func sent(done string) func(accounts.Refusal, error) (string, error) {
	return func(why accounts.Refusal, err error) (string, error) {
		if why != accounts.ReachOK {
			return "reach." + string(why), err
		}
		return done, err
	}
}

// instead is what this door does instead of asking; "" where it asks.
func (s draftView) instead() services.DoorRule {
	if q := s.ask.question; q != nil && !q.Asks(s.by.Door) {
		return q.Doors[s.by.Door]
	}
	return ""
}

// level words a level or a profile.
func (v visit) level(wanted string) string {
	if wanted == "" {
		wanted = "none"
	}
	return v.orCode("proof.levels."+wanted, wanted)
}

// step words one thing that would bring somebody nearer to what is needed.
func (v visit) step(s proof.Step) string {
	level := func(kind string, n int) string { return lang.T(v.lang, "proof.missing."+kind+"."+number(int64(n))) }
	switch s.Kind {
	case proof.Another, proof.Check:
		return lang.T(v.lang, "proof.missing."+string(s.Kind), "what", level("strength", s.Piece.Strength), "how", level("validity", s.Piece.Validity))
	case proof.Activity, proof.Fraud, proof.Verification:
		return level(string(s.Kind), s.To)
	}
	return string(s.Kind)
}

// waysShown is how many ways to what is needed are shown: more would be a list to study.
const waysShown = 3

func ways(n cases.Need) [][]proof.Step { return proof.Ways(n.Standing, n.Wanted, waysShown) }

// profileNames are the profiles met, in the guide's words.
func profileNames(s proof.Standing) string {
	var names []string
	for _, p := range s.Met() {
		names = append(names, p.Name)
	}
	return strings.Join(names, " ")
}
