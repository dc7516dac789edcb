package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/samedoor/samedoor/services"
)

// check reads the service definitions in the folders named, and says every
// mistake with its file, line and column. With --schema it prints the JSON
// Schema that editors check definitions with.
func check(_ context.Context, s *session) error {
	if len(s.args) == 0 {
		return errors.New("check which service? Name the folders of definitions: samedoor check services/blue-badge")
	}
	if s.args[0] == "--schema" {
		return services.WriteSchema(s.stdout)
	}
	bad := 0
	for _, dir := range s.args {
		if _, err := load(dir); err != nil {
			bad++
			fmt.Fprintf(s.stderr, "%s\n%v\n", dir, err)
			continue
		}
		fmt.Fprintf(s.stdout, "%s: good\n", dir)
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d definitions have mistakes", bad, len(s.args))
	}
	return nil
}
