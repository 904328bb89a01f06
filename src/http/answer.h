/* From a request to a use case and back: the two lines that every handler has in common. */
#pragma once

#include "app/app.h"
#include "domain/proceeding.h"
#include "http/reply.h"
#include "http/request.h"

/* The request as a use case sees it; everything in it belongs to the request. */
Call answer_call(const Request *request);

/* Of which kind the proceeding is that the request's route is about: "/v1/attempts/{id}…", or else a case. */
ProceedingKind answer_kind(const Request *request);

/* Answers with an outcome, whose document is taken over: ETag where it has a version; Location (`made_under` followed by the id)
 * where that is not NULL. */
bool answer_outcome(Reply *reply, HttpStatus status, Outcome *outcome, const char *made_under, GError **error);
