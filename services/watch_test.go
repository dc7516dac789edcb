package services

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/internal/pgtest"
)

func TestALibraryTakesUpWhatIsPublished(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), pgtest.New(t)
	library := NewLibrary(db).ForDemo()
	if _, ok := library.Current("tea-club"); ok {
		t.Fatal("the tea club is in the catalogue")
	}
	for _, version := range []string{"4", "3", "5"} {
		s := mustLoad(t, changed(t, "service.yaml", "version: 3", "version: "+version))
		if err := Publish(ctx, db, s); err != nil {
			t.Fatal(err)
		}
		if err := library.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
		want := max(4, s.Version)
		if got, ok := library.Current("tea-club"); !ok || got.Version != want || !got.Demo {
			t.Errorf("after version %s a draft begins on %+v", version, got)
		}
	}
	if n := len(library.All()); n != len(NewLibrary(db).All())+1 {
		t.Errorf("%d services", n)
	}
}

// A version of next April is there already, and nobody begins on it before.
func TestAVersionHasDatesOfEffect(t *testing.T) {
	t.Parallel()
	ctx, db := t.Context(), pgtest.New(t)
	for _, exchange := range [][]string{
		{"service.yaml", "version: 3", "version: 3\neffect: {until: 2026-04-05}"},
		{"service.yaml", "version: 3", "version: 4\neffect: {from: 2026-04-06}"},
		{"service.yaml", "version: 3", "version: 5\neffect: {from: 2027-04-06}"},
	} {
		if err := Publish(ctx, db, mustLoad(t, changed(t, exchange...))); err != nil {
			t.Fatal(err)
		}
	}
	for day, want := range map[string]int{"2026-04-05": 3, "2026-04-06": 4, "2027-04-05": 4, "2027-04-06": 5} {
		library := NewLibrary(db)
		library.now = func() time.Time { at, _ := time.Parse(time.DateOnly, day); return at }
		if err := library.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
		if s, _ := library.Current("tea-club"); s.Version != want {
			t.Errorf("on %s a draft begins on version %d, want %d", day, s.Version, want)
		}
	}
}

func TestALibraryHearsOfWhatIsPublished(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ctx, stop := context.WithCancel(t.Context())
	library := NewLibrary(db)
	told, ended := make(chan error, 8), make(chan struct{})
	go func() {
		defer close(ended)
		library.Watch(ctx, func(err error) { told <- err })
	}()
	spoilt := func(version int) { // one that this program cannot read: the watcher says so, and has read what was there before
		t.Helper()
		if _, err := db.Exec(ctx, `
			with new as (insert into service_versions (service, version, hash, files) values ('from-next-year', $1, '', '{}') returning service)
			select pg_notify('service_published', service) from new`, version); err != nil {
			t.Fatal(err)
		}
		late := time.After(20 * time.Second)
		for {
			select {
			case err := <-told:
				if strings.Contains(err.Error(), fmt.Sprint("from-next-year version ", version)) {
					return
				}
			case <-late:
				t.Fatal("the watcher heard nothing")
			}
		}
	}
	spoilt(1) // it listens
	if err := Publish(ctx, db, mustLoad(t, changed(t))); err != nil {
		t.Fatal(err)
	}
	spoilt(2)
	if s, ok := library.Current("tea-club"); !ok || s.Version != 3 {
		t.Errorf("after the announcement: %v", ok)
	}
	stop()
	<-ended
}
