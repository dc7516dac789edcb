package services

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samedoor/samedoor/lang"
)

// ErrNotFound means that no such version of a service was ever published.
var ErrNotFound = errors.New("no such version of a service")

// Library finds definitions: those in this binary, and those published in the database, by this program or by hand. What it
// gives out is shared and never changes. It is safe for many at once.
type Library struct {
	db   *pgxpool.Pool
	demo bool
	now  func() time.Time

	mu      sync.RWMutex
	current map[string][]*Service // the versions a draft may begin on, today or one day, newest first
	pinned  map[pin]*Service
}

type pin struct {
	service string
	version int
}

// NewLibrary is a library over the definitions of this binary and those published in db; Refresh and Watch find the latter. A
// mistake in the binary's own definitions is a mistake of the build, kept out by a test, and panics.
func NewLibrary(db *pgxpool.Pool) *Library {
	carried, err := Catalogue()
	if err != nil {
		panic("the services of this binary do not load:\n" + err.Error())
	}
	l := &Library{db: db, now: time.Now, current: map[string][]*Service{}, pinned: map[pin]*Service{}}
	for id, s := range carried {
		l.current[id] = []*Service{s}
	}
	return l
}

// ForDemo is the same library for demonstrations: its services accept the documented example of a NINO.
func (l *Library) ForDemo() *Library {
	demo := &Library{db: l.db, now: l.now, demo: true, current: map[string][]*Service{}, pinned: map[pin]*Service{}}
	l.mu.RLock()
	defer l.mu.RUnlock()
	for id, versions := range l.current {
		for _, s := range versions {
			demo.current[id] = append(demo.current[id], s.forDemo())
		}
	}
	return demo
}

func (s *Service) forDemo() *Service {
	demo := *s
	demo.Demo = true
	return &demo
}

// Current is the version of a service that a new draft begins on: the newest that may be begun today. Where none may be, it is
// the newest there is; Service.Effect says from when to when.
func (l *Library) Current(service string) (*Service, bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.begins(l.current[service])
}

func (l *Library) begins(versions []*Service) (*Service, bool) {
	today := DayOf(l.now().In(lang.London))
	for _, s := range versions {
		if s.Effect.Allows(today) {
			return s, true
		}
	}
	if len(versions) > 0 {
		return versions[0], true
	}
	return nil, false
}

// All are the current services, by id.
func (l *Library) All() []*Service {
	l.mu.RLock()
	defer l.mu.RUnlock()
	all := make([]*Service, 0, len(l.current))
	for _, versions := range l.current {
		if s, ok := l.begins(versions); ok {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b *Service) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

// Get is one version of a service: the one a draft is pinned to. ErrNotFound where it was never published.
func (l *Library) Get(ctx context.Context, service string, version int) (*Service, error) {
	if s := l.held(service, version); s != nil {
		return s, nil
	}
	s, err := l.fetch(ctx, service, version)
	if err != nil {
		return nil, fmt.Errorf("loading %s version %d: %w", service, version, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pinned[pin{service, version}] = s
	return s, nil
}

// held is a version that is in memory, or nil.
func (l *Library) held(service string, version int) *Service {
	l.mu.RLock()
	defer l.mu.RUnlock()
	for _, s := range l.current[service] {
		if s.Version == version {
			return s
		}
	}
	return l.pinned[pin{service, version}]
}

func (l *Library) fetch(ctx context.Context, service string, version int) (*Service, error) {
	var files map[string]string
	err := l.db.QueryRow(ctx, `select files from service_versions where service = @service and version = @version`,
		pgx.NamedArgs{"service": service, "version": version}).Scan(&files)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	s, err := restore(service, files)
	if err != nil {
		return nil, err
	}
	if l.demo {
		s = s.forDemo()
	}
	return s, nil
}
