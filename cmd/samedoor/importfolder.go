package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/samedoor/samedoor/services/importing"
)

// folder is where an imported service is written.
type folder struct{ path, source string }

// ours are the files of an imported service.
var ours = []string{"service.yaml", "en.yaml", "cy.yaml", reportFile}

// mayReplace refuses to write over what is no import of the same form.
func (f folder) mayReplace(force bool) error {
	entries, err := os.ReadDir(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 || err == nil && force:
		return nil
	case err != nil:
		return err
	}
	for _, e := range entries {
		if !slices.Contains(ours, e.Name()) {
			return fmt.Errorf("%s holds %s, which no import wrote; choose another folder, or --force to replace it", f.path, e.Name())
		}
	}
	var before imported
	body, err := os.ReadFile(filepath.Join(f.path, reportFile))
	if err != nil || json.Unmarshal(body, &before) != nil || before.Source != f.source {
		return fmt.Errorf("%s holds something else than an import of %s; choose another folder, or --force to replace it", f.path, f.source)
	}
	return nil
}

// newer gives the service the next version where the folder holds another than it: drafts stay on what they began with.
func (f folder) newer(in importing.Input, r *importing.Result) (*importing.Result, error) {
	before, err := load(f.path)
	if err != nil || before.ID != r.Service.ID {
		return r, nil
	}
	in.Version = before.Version
	same, err := importing.Import(in)
	if err != nil || maps.Equal(same.Files, before.Files) {
		return same, err
	}
	in.Version++
	return importing.Import(in)
}

// write puts the files into a folder beside, and then that in the folder's place: half a service is never there.
func (f folder) write(files map[string]string, r imported) error {
	target, err := filepath.Abs(f.path)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	fresh, err := os.MkdirTemp(filepath.Dir(target), ".import-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(fresh)
	report, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	all := maps.Clone(files)
	all[reportFile] = string(report) + "\n"
	for name, body := range all {
		if err := os.WriteFile(filepath.Join(fresh, name), []byte(body), 0o644); err != nil {
			return err
		}
	}
	if err := os.Chmod(fresh, 0o755); err != nil {
		return err
	}
	return replace(fresh, target)
}

// replace renames fresh to target. What stood there is put aside first, and back where that fails.
func replace(fresh, target string) error {
	aside := fresh + "-before"
	err := os.Rename(target, aside)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	existed := err == nil
	if err := os.Rename(fresh, target); err != nil {
		if existed {
			return errors.Join(err, os.Rename(aside, target))
		}
		return err
	}
	if existed {
		return os.RemoveAll(aside)
	}
	return nil
}
