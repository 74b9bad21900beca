// Tells somebody when an effect was given up: a ticket that was not raised, a mail that did not go out.

import { tagSet } from '../types.bicep'

param name string
param location string
param tags tagSet
param workspaceId string

@description('Who is told. Empty: the alert shows in the portal alone.')
param alertEmail string

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(alertEmail)) {
  name: name
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'approvals'
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: alertEmail, useCommonAlertSchema: true }]
  }
}

resource abandoned 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: '${name}-abandoned-effects'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Approvals: an effect was abandoned'
    description: 'A ticket or a mail failed until its retries were used up. It waits for an administrator at /administration, who can try it again.'
    severity: 1
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    // Longer than the frequency: telemetry can come late.
    windowSize: 'PT15M'
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          // A log with an exception in it is kept with the exceptions.
          query: 'union isfuzzy=true AppTraces, AppExceptions | where tostring(Properties.EventName) == "EffectAbandoned"'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    // Quiet logs do not mean that it was mended: it is for a person to close.
    autoMitigate: false
    muteActionsDuration: 'PT1H'
    actions: { actionGroups: empty(alertEmail) ? [] : [people.id] }
  }
}
