package relying

import (
	"context"
	"time"
)

// logoutFresh: a logout token is for now; an old one that has not expired is not believed either.
const logoutFresh = 10 * time.Minute

// Logout says that somebody signed out at the provider: of one session there, or of all.
type Logout struct {
	ID      string // of the token, which is good once: the caller has to remember it
	Subject string
	SID     string
}

// HearLogout judges a token that came over the back channel. What is wrong with it is a *Refused.
func (p *Party) HearLogout(ctx context.Context, raw string) (Logout, error) {
	of, err := p.discovered(ctx)
	if err != nil {
		return Logout{}, err
	}
	t, err := p.verifier(of).VerifyLogout(p.context(ctx), raw)
	if err != nil {
		return Logout{}, Refuse(RefusedAnswer, "logout token: %w", err)
	}
	now := p.c.Now()
	if len(t.Audience) != 1 || t.IssuedAt.Before(now.Add(-logoutFresh)) || t.IssuedAt.After(now.Add(Skew)) {
		return Logout{}, Refuse(RefusedAnswer, "logout token: for others too, or not of now")
	}
	return Logout{ID: t.TokenID, Subject: t.Subject, SID: t.SessionID}, nil
}
