// Package session is who is at the other end of a browser: a citizen and the drafts they have shown a right to, or a member of
// staff. Sessions are kept in Postgres, by the hash of their token; a citizen's and a staff session are two cookies, so that nobody
// becomes one by being the other.
package session

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/alexedwards/scs/pgxstore"
	"github.com/alexedwards/scs/v2"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/signin"
	"github.com/samedoor/samedoor/staff"
)

// Handler is a page: it reads, calls one domain verb, renders or redirects. What it returns becomes a page in one place, ui/errors.go.
type Handler func(w http.ResponseWriter, r *http.Request) error

// The errors a page may return about its visitor.
var (
	ErrSignIn    = errors.New("sign in first")
	ErrForbidden = errors.New("this page is for another role")
	ErrNoDraft   = errors.New("this browser has not shown a right to this application")

	ErrUnreadable = errors.New("what was sent is not what a browser sends")
)

// How long a session lasts at most. Short for citizens, who use shared and public computers; a shift for staff. Who is signed in
// is held to signin's own limits as well.
const (
	citizenFor = 2 * time.Hour
	staffFor   = 10 * time.Hour
)

// Store keeps both kinds of session.
type Store struct {
	citizens *scs.SessionManager
	desk     *scs.SessionManager
	office   *staff.Office
	store    *pgxstore.PostgresStore
	signIns  *signin.Sessions

	// Now is the clock of citizens' sign-ins; nil takes time.Now. Set before the first request.
	Now func() time.Time
}

// New makes a Store. secure says that the site is reached by https: cookies are then __Host- ones.
func New(db *pgxpool.Pool, office *staff.Office, secure bool) *Store {
	store := pgxstore.NewWithCleanupInterval(db, 10*time.Minute)
	return &Store{citizens: manager(store, "samedoor", citizenFor, secure), desk: manager(store, "samedoor-desk", staffFor, secure),
		office: office, store: store, signIns: signin.NewSessions(db)}
}

// Close stops the cleaning of expired sessions.
func (s *Store) Close() { s.store.StopCleanup() }

func manager(store scs.Store, name string, life time.Duration, secure bool) *scs.SessionManager {
	m := scs.New()
	m.Store, m.Lifetime, m.HashTokenInStore = store, life, true
	m.Cookie.Name, m.Cookie.HttpOnly, m.Cookie.SameSite, m.Cookie.Secure, m.Cookie.Persist = name, true, http.SameSiteLaxMode, secure, false
	if secure {
		m.Cookie.Name = "__Host-" + name
	}
	return m
}

// Lang is the language of a citizen's session: what they chose, else what their browser prefers.
func (s *Store) Lang(r *http.Request) lang.Lang {
	if l := s.citizens.GetString(r.Context(), "lang"); l != "" {
		return lang.Parse(l)
	}
	return lang.Parse(r.Header.Get("Accept-Language"))
}

// SetLang remembers the language a citizen chose.
func (s *Store) SetLang(r *http.Request, l lang.Lang) { s.citizens.Put(r.Context(), "lang", string(l)) }

// Grant lets this browser open a draft: it began it, or showed its code and the date of birth. The token changes, so that one
// planted before is worth nothing.
func (s *Store) Grant(r *http.Request, draft int64) error {
	if err := s.citizens.RenewToken(r.Context()); err != nil {
		return err
	}
	if !s.May(r, draft) {
		s.citizens.Put(r.Context(), "drafts", append(s.drafts(r), draft))
	}
	return nil
}

// May says whether this browser may open a draft.
func (s *Store) May(r *http.Request, draft int64) bool { return slices.Contains(s.drafts(r), draft) }

// drafts are those this browser may open, latest last.
func (s *Store) drafts(r *http.Request) []int64 {
	d, _ := s.citizens.Get(r.Context(), "drafts").([]int64)
	return d
}

// Tell keeps a sentence's lang key to show once on the citizen's next page; Told takes it.
func (s *Store) Tell(r *http.Request, key string) { s.citizens.Put(r.Context(), "told", key) }

// Told takes the key kept by Tell.
func (s *Store) Told(r *http.Request) string { return s.citizens.PopString(r.Context(), "told") }

// Member is the member of staff at this browser; ErrSignIn where there is none. Routes ask by ui's needs(role) before a page is reached.
func Member(r *http.Request) (staff.Member, error) {
	m, ok := r.Context().Value(memberKey{}).(staff.Member)
	if !ok {
		return m, ErrSignIn
	}
	return m, nil
}

// Staff is the member at this browser as an actor, and the door of the contact they have open ("phone" where nothing is said).
func (s *Store) Staff(r *http.Request) (audit.Actor, error) {
	m, err := Member(r)
	if err != nil {
		return audit.Actor{}, err
	}
	door := channels.Kind(s.desk.GetString(r.Context(), "door"))
	if !door.Valid() {
		door = channels.None
	}
	return m.Actor(door), nil
}

// SetContact records which contact the member is in and through which door; 0 for none. Contact gives its id.
func (s *Store) SetContact(r *http.Request, contact int64, door channels.Kind) {
	s.desk.Put(r.Context(), "contact", contact)
	s.desk.Put(r.Context(), "door", string(door))
}

// Contact is the contact the member is in, 0 for none.
func (s *Store) Contact(r *http.Request) int64 { return s.desk.GetInt64(r.Context(), "contact") }

// DeskLang is the language a member works in; script follows the citizen's.
func (s *Store) DeskLang(r *http.Request) lang.Lang {
	return lang.Parse(s.desk.GetString(r.Context(), "lang"))
}

// SetDeskLang remembers the language a member works in.
func (s *Store) SetDeskLang(r *http.Request, l lang.Lang) {
	s.desk.Put(r.Context(), "lang", string(l))
}

// TellStaff keeps a sentence's lang key to show once on the member's next page; ToldStaff takes it.
func (s *Store) TellStaff(r *http.Request, key string) { s.desk.Put(r.Context(), "told", key) }

// ToldStaff takes the key kept by TellStaff.
func (s *Store) ToldStaff(r *http.Request) string { return s.desk.PopString(r.Context(), "told") }
