package services

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// ErrNotFound means that no such version of a service was ever published.
var ErrNotFound = errors.New("no such version of a service")

// Library finds definitions: the newest in this binary, older and newer ones among those published. It is safe for many at
// once; what it gives out is shared and never changes.
type Library struct {
	db      *pgxpool.Pool
	demo    bool
	current map[string]*Service

	mu     sync.RWMutex
	pinned map[pin]*Service
}

type pin struct {
	service string
	version int
}

// NewLibrary is a library over the definitions of this binary and those published in db. A mistake in the binary's own
// definitions is a mistake of the build, kept out by a test, and panics.
func NewLibrary(db *pgxpool.Pool) *Library {
	current, err := Catalogue()
	if err != nil {
		panic("the services of this binary do not load:\n" + err.Error())
	}
	return &Library{db: db, current: current, pinned: map[pin]*Service{}}
}

// ForDemo is the same library for demonstrations: its services accept the documented example of a NINO.
func (l *Library) ForDemo() *Library {
	demo := &Library{db: l.db, demo: true, current: map[string]*Service{}, pinned: map[pin]*Service{}}
	for id, s := range l.current {
		demo.current[id] = s.forDemo()
	}
	return demo
}

func (s *Service) forDemo() *Service {
	demo := *s
	demo.Demo = true
	return &demo
}

// Current is the version of a service that this binary carries: what a new draft begins on.
func (l *Library) Current(service string) (*Service, bool) {
	s, ok := l.current[service]
	return s, ok
}

// All are the current services, by id.
func (l *Library) All() []*Service {
	all := make([]*Service, 0, len(l.current))
	for _, s := range l.current {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b *Service) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

// Get is one version of a service: the one a draft is pinned to. ErrNotFound where it was never published.
func (l *Library) Get(ctx context.Context, service string, version int) (*Service, error) {
	if s := l.current[service]; s != nil && s.Version == version {
		return s, nil
	}
	l.mu.RLock()
	s := l.pinned[pin{service, version}]
	l.mu.RUnlock()
	if s != nil {
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
