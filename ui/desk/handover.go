package desk

import (
	"context"
	"errors"
	"net/http"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/ui/session"
)

// TextLink texts the person a link to carry on: one press.
func (p *Pages) TextLink(w http.ResponseWriter, r *http.Request) error {
	return p.handOver(w, r, p.Office.TextLink, "desk.hand.texted_done")
}

// PostLetter posts the person a letter to carry on with: one press.
func (p *Pages) PostLetter(w http.ResponseWriter, r *http.Request) error {
	return p.handOver(w, r, p.Office.PostLetter, "desk.hand.posted_done")
}

func (p *Pages) handOver(w http.ResponseWriter, r *http.Request, by func(context.Context, audit.Actor, int64) error, done string) error {
	v, d, err := p.openDraft(r)
	if err != nil {
		return err
	}
	err = by(r.Context(), v.by, d.ID)
	var cannot cases.Unreachable
	switch {
	case errors.As(err, &cannot):
		done = "reach." + string(cannot.Why)
	case errors.Is(err, cases.ErrNoAccount):
		done = "desk.hand.nobody"
	case err != nil:
		return err
	}
	if err := p.about(r, v, d.Account, d.ID); err != nil {
		return err
	}
	p.tell(r, done)
	return session.To(w, r, draftPath(d.Reference))
}

// cannotText is why the person cannot be texted, as far as the record tells; "" where a press may try.
func (s draftView) cannotText() accounts.Refusal {
	switch {
	case s.account.DiedOn != nil:
		return accounts.HasDied
	case s.account.Needs.SafeText == accounts.No:
		return accounts.NotSafe
	case s.account.Mobile == "":
		return accounts.NoMobile
	case !s.draft.Opens(s.account):
		return accounts.NoBirth
	}
	return accounts.ReachOK
}

// cannotWrite is why the person cannot be sent a letter to carry on with, as far as the record tells.
func (s draftView) cannotWrite() accounts.Refusal {
	if why := s.cannotPost(); why != accounts.ReachOK || s.draft.Opens(s.account) {
		return why
	}
	return accounts.NoBirth
}

// cannotPost is why nothing can be posted to the person, as far as the record tells.
func (s draftView) cannotPost() accounts.Refusal {
	switch {
	case s.account.DiedOn != nil:
		return accounts.HasDied
	case s.account.Needs.SafeWrite == accounts.No:
		return accounts.NotSafe
	case s.account.Address == nil || s.account.Address.NoFixed:
		return accounts.NoAddress
	}
	return accounts.ReachOK
}
