package session

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/samedoor/samedoor/signin"
)

type signedKey struct{}

// Citizens loads and saves citizens' sessions around next, and finds out whether who was signed in still is: one that was ended from
// elsewhere, or lay unused, is over in this browser with this request.
func (s *Store) Citizens(next http.Handler) http.Handler {
	return s.citizens.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := s.citizens.GetInt64(r.Context(), "signed")
		if id == 0 {
			next.ServeHTTP(w, r)
			return
		}
		in, err := s.signIns.Live(r.Context(), id, s.now())
		if errors.Is(err, signin.ErrEnded) {
			err = s.over(r)
		}
		if err != nil { // the database is away: who was signed in is asked to try again, not to sign in
			s.citizens.ErrorFunc(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), signedKey{}, in)))
	}))
}

// over takes away everything that was shown in a sign-in that has ended. The language stays, and a sentence that says so.
func (s *Store) over(r *http.Request) error {
	l := s.citizens.GetString(r.Context(), "lang")
	if err := s.citizens.Clear(r.Context()); err != nil {
		return err
	}
	if l != "" {
		s.citizens.Put(r.Context(), "lang", l)
	}
	s.citizens.Put(r.Context(), "over", true)
	return s.citizens.RenewToken(r.Context())
}

// Over says, once, that this browser was signed in and is no longer.
func (s *Store) Over(r *http.Request) bool { return s.citizens.PopBool(r.Context(), "over") }

func (s *Store) now() time.Time {
	if s.Now != nil {
		return s.Now()
	}
	return time.Now()
}

// Enter signs somebody in, who has just shown who they are, under a new token. What somebody else showed at this computer is ended
// first; what the same person showed, stays.
func (s *Store) Enter(r *http.Request, e signin.Entering) error {
	e.Device = signin.DeviceOf(r.UserAgent())
	in, err := s.signIns.Begin(r.Context(), e, s.now())
	if err != nil {
		return err
	}
	return s.Entered(r, in)
}

// Entered is Enter for a sign-in that a verb of signin has begun.
func (s *Store) Entered(r *http.Request, in signin.Session) error {
	ctx := r.Context()
	if before := s.citizens.GetInt64(ctx, "signed"); before != 0 {
		if err := s.signIns.Leave(ctx, before, s.now()); err != nil {
			return err
		}
	}
	if before := s.citizens.GetInt64(ctx, "account"); before != 0 && before != in.Account {
		l := s.citizens.GetString(ctx, "lang")
		if err := s.citizens.Clear(ctx); err != nil {
			return err
		}
		s.citizens.Put(ctx, "lang", l)
	}
	if err := s.citizens.RenewToken(ctx); err != nil {
		return err
	}
	s.citizens.Put(ctx, "account", in.Account)
	s.citizens.Put(ctx, "signed", in.ID)
	*r = *r.WithContext(context.WithValue(ctx, signedKey{}, in))
	return nil
}

// Account is the account this browser is signed in to, the one that stands for the person; 0 for none.
func (s *Store) Account(r *http.Request) int64 { return s.Signed(r).Account }

// Signed is the sign-in of this browser; the zero Session where nobody is.
func (s *Store) Signed(r *http.Request) signin.Session {
	in, _ := r.Context().Value(signedKey{}).(signin.Session)
	return in
}

// Strong says whether who is signed in showed it a moment ago, by more than the code of one application: what changing how one signs
// in asks for.
func (s *Store) Strong(r *http.Request) bool { return s.Signed(r).Strong(s.now()) }

// Leave ends a citizen's session: nothing of it can be opened from this browser any more, and its token is worth nothing.
func (s *Store) Leave(r *http.Request) error {
	if in := s.Signed(r); in.ID != 0 {
		if err := s.signIns.Leave(r.Context(), in.ID, s.now()); err != nil {
			return err
		}
	}
	*r = *r.WithContext(context.WithValue(r.Context(), signedKey{}, signin.Session{}))
	return s.citizens.Destroy(r.Context())
}

// Keep keeps something of a sign-in that goes over several pages (a challenge, what One Login answered) until Take takes it. It
// never leaves the server, and goes with the session.
func (s *Store) Keep(r *http.Request, name string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	s.citizens.Put(r.Context(), name, text)
	return nil
}

// Back is where somebody was going when they were asked to sign in, once; else their account.
func (s *Store) Back(r *http.Request) string {
	var back string
	s.Take(r, "back", &back)
	return Local(back, "/account")
}

// Kept reads what was kept, into v; false where nothing was.
func (s *Store) Kept(r *http.Request, name string, v any) bool {
	text := s.citizens.GetBytes(r.Context(), name)
	return len(text) > 0 && json.Unmarshal(text, v) == nil
}

// Take is Kept, and it is gone then: whoever shows the same answer twice finds no question to it.
func (s *Store) Take(r *http.Request, name string, v any) bool {
	ok := s.Kept(r, name, v)
	s.citizens.Remove(r.Context(), name)
	return ok
}
