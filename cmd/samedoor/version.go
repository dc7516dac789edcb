package main

import (
	"context"
	"fmt"
	"runtime"

	"github.com/samedoor/samedoor/migrations"
)

// commit is set by make/build.sh; a plain `go build` leaves it empty.
var commit string

func version(_ context.Context, s *session) error {
	from := commit
	if from == "" {
		from = "(built without make)"
	}
	fmt.Fprintf(s.stdout, "samedoor %s, %s %s/%s, database shape %s\n",
		from, runtime.Version(), runtime.GOOS, runtime.GOARCH, migrations.Hash())
	return nil
}
