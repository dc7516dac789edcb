package fake

import (
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
)

// Deliver plays the print house of a letters.Folder: every batch that has no answer yet is answered with "delivered" for each of
// its letters, as a real one would a working day later. It answers how many batches it delivered.
func Deliver(dir string) (int, error) {
	manifests, err := filepath.Glob(filepath.Join(dir, "batch-*", "manifest.csv"))
	if err != nil {
		return 0, err
	}
	n := 0
	for _, m := range manifests {
		folder := filepath.Dir(m)
		if _, err := os.Stat(filepath.Join(folder, "done")); err == nil {
			continue
		}
		if err := deliver(folder); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// deliver writes the answer before the mark that it is complete, as the reader expects.
func deliver(folder string) error {
	file, err := os.Open(filepath.Join(folder, "manifest.csv"))
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(file).ReadAll()
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	answer := [][]string{{"letter", "state"}}
	for _, row := range rows[1:] {
		answer = append(answer, []string{row[0], "delivered"})
	}
	out, err := os.Create(filepath.Join(folder, "responses.csv"))
	if err != nil {
		return err
	}
	if err := errors.Join(csv.NewWriter(out).WriteAll(answer), out.Close()); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "done"), nil, 0o640)
}
