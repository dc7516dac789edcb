package services

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
)

// published is the channel on which a new version is announced.
const published = "service_published"

// Refresh finds what was published since this library was made: services it does not know, and versions newer than those it
// has. A definition that this program cannot read, because a newer one published it, is left alone, and said in the error
// after everything else was taken in.
func (l *Library) Refresh(ctx context.Context) error {
	rows, _ := l.db.Query(ctx, `select service, version from service_versions order by service, version desc`)
	var service string
	var version int
	var there []pin
	if _, err := pgx.ForEachRow(rows, []any{&service, &version}, func() error {
		there = append(there, pin{service, version})
		return nil
	}); err != nil {
		return fmt.Errorf("looking for published services: %w", err)
	}
	var unread error
	begun := map[string]bool{} // services of which a version that may be begun was met
	for _, p := range there {
		if begun[p.service] {
			continue
		}
		s, err := l.Get(ctx, p.service, p.version)
		if err != nil {
			unread = errors.Join(unread, err)
			continue
		}
		l.add(s)
		begun[p.service] = s.Effect.Allows(DayOf(l.now()))
	}
	return unread
}

// add puts a version in its place among those that may be begun.
func (l *Library) add(s *Service) {
	l.mu.Lock()
	defer l.mu.Unlock()
	versions := l.current[s.ID]
	if slices.ContainsFunc(versions, func(v *Service) bool { return v.Version == s.Version }) {
		return
	}
	versions = append(slices.Clone(versions), s)
	slices.SortFunc(versions, func(a, b *Service) int { return b.Version - a.Version })
	l.current[s.ID] = versions
}

// watchAgain is how long to wait before listening again after the database went away.
const watchAgain = 2 * time.Second

// Watch refreshes the library whenever something is published, until ctx ends. It keeps one connection. trouble is told what
// goes wrong meanwhile, and it goes on.
func (l *Library) Watch(ctx context.Context, trouble func(error)) {
	for ctx.Err() == nil {
		if err := l.listen(ctx, trouble); err != nil && ctx.Err() == nil {
			trouble(fmt.Errorf("listening for published services: %w", err))
		}
		select {
		case <-ctx.Done():
		case <-time.After(watchAgain):
		}
	}
}

// listen refreshes at once, because something may have been missed, and then at each announcement.
func (l *Library) listen(ctx context.Context, trouble func(error)) error {
	conn, err := l.db.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, `listen `+published); err != nil {
		return err
	}
	defer func() { _, _ = conn.Exec(context.WithoutCancel(ctx), `unlisten *`) }()
	for {
		if err := l.Refresh(ctx); err != nil {
			trouble(err)
		}
		if _, err := conn.Conn().WaitForNotification(ctx); err != nil {
			return err
		}
	}
}
