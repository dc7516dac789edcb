package session

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/staff"
)

type (
	memberKey   struct{}
	memberInKey struct{}
)

// Desk loads and saves staff sessions around next and finds the member; next may be reached without one. A session that was ended from
// elsewhere, lay unused, or is of somebody who has left, is over in this browser with this request.
func (s *Store) Desk(next http.Handler) http.Handler {
	return s.desk.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		id := s.desk.GetInt64(ctx, "signed")
		if id == 0 {
			next.ServeHTTP(w, r)
			return
		}
		m, in, err := s.office.Live(ctx, id, s.now())
		if errors.Is(err, staff.ErrEnded) {
			if err = s.overStaff(r); err == nil {
				next.ServeHTTP(w, r)
				return
			}
		}
		if err != nil { // the database is away: who was signed in is asked to try again, not to sign in
			s.desk.ErrorFunc(w, r, err)
			return
		}
		ctx = context.WithValue(context.WithValue(ctx, memberKey{}, m), memberInKey{}, in)
		next.ServeHTTP(w, r.WithContext(ctx))
	}))
}

// overStaff takes away everything of a session that has ended. The language stays, and a sentence that says so.
func (s *Store) overStaff(r *http.Request) error {
	ctx := r.Context()
	l := s.desk.GetString(ctx, "lang")
	if err := s.desk.Clear(ctx); err != nil {
		return err
	}
	if l != "" {
		s.desk.Put(ctx, "lang", l)
	}
	s.desk.Put(ctx, "over", true)
	return s.desk.RenewToken(ctx)
}

// OverStaff says, once, that a member was signed in here and is no longer.
func (s *Store) OverStaff(r *http.Request) bool { return s.desk.PopBool(r.Context(), "over") }

// SignIn begins a member's session under a new token. What somebody else did in this browser is taken away first.
func (s *Store) SignIn(r *http.Request, e staff.Entering) error {
	ctx := r.Context()
	if before := s.desk.GetInt64(ctx, "signed"); before != 0 {
		if err := s.office.Leave(ctx, before, "again", s.now()); err != nil {
			return err
		}
	}
	e.Device = signin.DeviceOf(r.UserAgent())
	in, err := s.office.Enter(ctx, e, s.now())
	if err != nil {
		return err
	}
	l := s.desk.GetString(ctx, "lang")
	if err := s.desk.Clear(ctx); err != nil {
		return err
	}
	if err := s.desk.RenewToken(ctx); err != nil {
		return err
	}
	if l != "" {
		s.desk.Put(ctx, "lang", l)
	}
	s.desk.Put(ctx, "signed", in.ID)
	return nil
}

// SignOut ends it.
func (s *Store) SignOut(r *http.Request) error {
	if in := SignedIn(r); in.ID != 0 {
		if err := s.office.Leave(r.Context(), in.ID, "left", s.now()); err != nil {
			return err
		}
	}
	return s.desk.Destroy(r.Context())
}

// SignedIn is the session of the member at this browser; the zero one where there is none.
func SignedIn(r *http.Request) staff.Session {
	in, _ := r.Context().Value(memberInKey{}).(staff.Session)
	return in
}

// KeepStaff keeps something of a staff sign-in that goes over several pages until TakeStaff takes it. It never leaves the server.
func (s *Store) KeepStaff(r *http.Request, name string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	s.desk.Put(r.Context(), name, text)
	return nil
}

// KeptStaff reads what was kept, into v; false where nothing was.
func (s *Store) KeptStaff(r *http.Request, name string, v any) bool {
	text := s.desk.GetBytes(r.Context(), name)
	return len(text) > 0 && json.Unmarshal(text, v) == nil
}

// TakeStaff is KeptStaff, and it is gone then: an answer is good for one question once.
func (s *Store) TakeStaff(r *http.Request, name string, v any) bool {
	ok := s.KeptStaff(r, name, v)
	s.desk.Remove(r.Context(), name)
	return ok
}
