package session

import (
	"context"
	"errors"
	"net/http"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
)

// ErrActing: the page is for the person themselves, and whoever is here acts for somebody.
var ErrActing = errors.New("a helper is at a page that is only the person's own")

// Acting is the person somebody signed in acts for, as it stands at this request. The session only says for whom; by what right is asked
// each time: see Mandated.
type Acting struct {
	Account int64 // 0 for nobody
	Person  string
	Lines   []string // what may be done about what until when, one line a mandate
	Lang    lang.Lang
}

type actingKey struct{}

// SetActing has whoever is signed in act for a person from now on; 0 goes back to their own account. The token changes with it.
func (s *Store) SetActing(r *http.Request, person int64) error {
	if err := s.citizens.RenewToken(r.Context()); err != nil {
		return err
	}
	s.citizens.Put(r.Context(), "acting", person)
	s.citizens.Put(r.Context(), "acting-by", s.Account(r))
	return nil
}

// ActsFor is whom the session says that this browser acts for, 0 for nobody. It is no right to anything.
func (s *Store) ActsFor(r *http.Request) int64 {
	if by := s.Account(r); by == 0 || s.citizens.GetInt64(r.Context(), "acting-by") != by {
		return 0
	}
	return s.citizens.GetInt64(r.Context(), "acting")
}

// Mandated is r with the person acted for, once it was asked whether it may be.
func Mandated(r *http.Request, a Acting) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), actingKey{}, a))
}

// Acting is the person acted for at this request; the zero Acting where everybody is for themselves.
func (s *Store) Acting(r *http.Request) Acting {
	a, _ := r.Context().Value(actingKey{}).(Acting)
	return a
}

// Citizen is the citizen at this browser as an actor: themselves, or a helper of whom they act for.
func (s *Store) Citizen(r *http.Request) audit.Actor {
	by := audit.Actor{Role: audit.Citizen, ID: s.Account(r), Door: channels.Web}
	if a := s.Acting(r); a.Account != 0 {
		by.Role, by.For = audit.Helper, a.Account
	}
	return by
}

// ToldAccount is what a sentence for the account's next page is kept as: a whole lang key. See Keep.
const ToldAccount = "told-account"
