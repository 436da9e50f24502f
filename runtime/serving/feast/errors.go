package feast

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/featc-lang/featc/runtime/admission"
	"github.com/featc-lang/featc/runtime/serving"
	"github.com/featc-lang/featc/runtime/serving/jsonio"
	"github.com/featc-lang/featc/runtime/serving/store"
)

// apiError is an answer that refuses a request. Clients of Feast try again on 429 and
// most of 5xx, so that what cannot succeed is any other 4xx.
type apiError struct {
	status  int
	class   string // as Feast names its exceptions
	message string
}

// clientGone is the status of requests whose client did not wait for the answer, as
// others have it in their metrics: it is no error of the server.
const clientGone = 499

func (e *apiError) Error() string { return e.message }

func malformed(format string, args ...any) error {
	return &apiError{http.StatusBadRequest, "MalformedRequest", fmt.Sprintf(format, args...)}
}

func invalid(format string, args ...any) error {
	return &apiError{http.StatusUnprocessableEntity, "InvalidValue", fmt.Sprintf(format, args...)}
}

func notFound(class, format string, args ...any) error {
	return &apiError{http.StatusNotFound, class, fmt.Sprintf(format, args...)}
}

func tooLarge(format string, args ...any) error {
	return &apiError{http.StatusRequestEntityTooLarge, "RequestTooLarge", fmt.Sprintf(format, args...)}
}

func refused(class, format string, args ...any) error {
	return &apiError{http.StatusBadRequest, class, fmt.Sprintf(format, args...)}
}

// apiErrorOf says what an error of the service is to a client.
func apiErrorOf(err error) *apiError {
	var api *apiError
	var behind *admission.BehindError
	var future *serving.FutureError
	var ahead *serving.AheadError
	var row *serving.RowError
	var field *jsonio.FieldError
	var many *jsonio.TooManyError
	var body *http.MaxBytesError
	var definition *serving.DefinitionError
	var gap *serving.GapError
	switch {
	case errors.As(err, &api):
		return api
	case errors.As(err, &behind):
		text := string(jsonio.AppendTime(nil, behind.Horizon))
		return &apiError{http.StatusBadRequest, "InstantNotCovered",
			"the states of these keys do not cover the instant any more: the earliest that they do is " + text}
	case errors.As(err, &future):
		return &apiError{http.StatusBadRequest, "InstantInFuture", err.Error()}
	case errors.As(err, &ahead):
		return &apiError{http.StatusUnprocessableEntity, "EventInFuture", err.Error()}
	case errors.As(err, &row), errors.As(err, &field):
		return &apiError{http.StatusUnprocessableEntity, "InvalidValue", err.Error()}
	case errors.As(err, &many):
		return &apiError{http.StatusRequestEntityTooLarge, "RequestTooLarge", err.Error()}
	case errors.As(err, &body):
		return &apiError{http.StatusRequestEntityTooLarge, "RequestTooLarge",
			fmt.Sprintf("the body has more than %d bytes", body.Limit)}
	case errors.As(err, &gap):
		return &apiError{http.StatusConflict, "RowsMissing", err.Error()}
	case errors.Is(err, serving.ErrReadOnly):
		return &apiError{http.StatusForbidden, "ReadOnly", err.Error()}
	case errors.Is(err, store.ErrUnavailable):
		return &apiError{http.StatusServiceUnavailable, "StoreUnavailable", err.Error()}
	case errors.As(err, &definition):
		return &apiError{http.StatusServiceUnavailable, "DefinitionDiffers", err.Error()}
	case errors.Is(err, serving.ErrBusy):
		return &apiError{http.StatusTooManyRequests, "Overloaded", err.Error()}
	case errors.Is(err, serving.ErrClosed):
		return &apiError{http.StatusServiceUnavailable, "ShuttingDown", err.Error()}
	case errors.Is(err, context.Canceled):
		return &apiError{clientGone, "ClientGone", "the client has gone"}
	}
	return &apiError{http.StatusInternalServerError, "InternalError", err.Error()}
}

// feastClasses are those that Feast's SDK has: it raises them.
var feastClasses = map[string]bool{
	"FeatureViewNotFoundException": true, "FeatureServiceNotFoundException": true, "PushSourceNotFoundException": true,
	"FeatureNameCollisionError": true, "RequestDataNotFoundInEntityRowsException": true,
}

// WriteError answers with an error, as those of a Server are: for what stands before one.
func WriteError(w http.ResponseWriter, status int, class, message string) {
	(&apiError{status, class, message}).write(w)
}

// write answers with the error the way Feast's server does: a JSON string that
// holds JSON.
func (e *apiError) write(w http.ResponseWriter) {
	module := "featc.serving"
	if feastClasses[e.class] {
		module = "feast.errors"
	}
	inner, _ := json.Marshal(map[string]string{"module": module, "class": e.class, "message": e.message}) // strings always can be
	w.Header().Set("Content-Type", "application/json")
	if e.status == http.StatusTooManyRequests || e.status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "1")
	}
	w.WriteHeader(e.status)
	_, _ = w.Write(jsonio.AppendString(nil, string(inner))) // the client may have gone
}
