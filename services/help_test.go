package services

import (
	"encoding/json"
	"time"
)

func timeMonth(m int) time.Month { return time.Month(m) }

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}
