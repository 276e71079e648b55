"""All tables of the first issue."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = '0001'
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('sign_in_failure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('address_blind', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_failure'))
    )
    with op.batch_alter_table('sign_in_failure', schema=None) as batch_op:
        batch_op.create_index('ix_sign_in_failure_recent', ['address_blind', 'at'], unique=False)

    op.create_table('workspace',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('profile', sa.JSON(), nullable=False),
    sa.Column('source_digest', sa.String(), nullable=False),
    sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('paused_by', sa.Uuid(), nullable=True),
    sa.Column('pause_reason', sa.String(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workspace')),
    sa.UniqueConstraint('slug', name=op.f('uq_workspace_slug'))
    )
    op.create_table('decision',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('type', sa.String(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('conversation_ref', sa.Uuid(), nullable=True),
    sa.Column('subject_ref', sa.Uuid(), nullable=True),
    sa.Column('action_id', sa.Uuid(), nullable=True),
    sa.Column('turn_id', sa.Uuid(), nullable=True),
    sa.Column('record', sa.LargeBinary(), nullable=False),
    sa.Column('leaf', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_decision_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision')),
    sa.UniqueConstraint('workspace_id', 'seq', name=op.f('uq_decision_workspace_id_seq'))
    )
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_action_id'), ['action_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_conversation_ref'), ['conversation_ref'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_subject_ref'), ['subject_ref'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('decision_head',
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('leaf', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_decision_head_workspace_id')),
    sa.PrimaryKeyConstraint('workspace_id', name=op.f('pk_decision_head'))
    )
    op.create_table('knowledge_source',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('path', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('url', sa.String(), nullable=True),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('audience', sa.String(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_knowledge_source_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_knowledge_source')),
    sa.UniqueConstraint('workspace_id', 'path', name=op.f('uq_knowledge_source_workspace_id_path'))
    )
    with op.batch_alter_table('knowledge_source', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_knowledge_source_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('member',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('name_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('email_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('email_blind', sa.LargeBinary(), nullable=False),
    sa.Column('sign_in_blind', sa.LargeBinary(), nullable=False),
    sa.Column('password_hash', sa.String(), nullable=True),
    sa.Column('zone', sa.String(), nullable=False),
    sa.Column('hours', sa.JSON(), nullable=False),
    sa.Column('takes_meetings', sa.Boolean(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_member_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member')),
    sa.UniqueConstraint('workspace_id', 'email_blind', name=op.f('uq_member_workspace_id_email_blind'))
    )
    with op.batch_alter_table('member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_member_sign_in_blind'), ['sign_in_blind'], unique=False)
        batch_op.create_index(batch_op.f('ix_member_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('site_key',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('origins', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_site_key_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site_key')),
    sa.UniqueConstraint('key', name=op.f('uq_site_key_key'))
    )
    with op.batch_alter_table('site_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_site_key_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('suppression',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('mark', sa.LargeBinary(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_suppression_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suppression')),
    sa.UniqueConstraint('workspace_id', 'mark', name=op.f('uq_suppression_workspace_id_mark'))
    )
    with op.batch_alter_table('suppression', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_suppression_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('busy_time',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_busy_time_member_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_busy_time_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_busy_time'))
    )
    with op.batch_alter_table('busy_time', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_busy_time_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_busy_time_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('decision_payload',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('decision_id', sa.Uuid(), nullable=False),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('part', sa.String(), nullable=False),
    sa.Column('content_sealed', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_decision_payload_decision_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_decision_payload_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_payload'))
    )
    with op.batch_alter_table('decision_payload', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_payload_decision_id'), ['decision_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_payload_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('instruction',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('author_member_id', sa.Uuid(), nullable=True),
    sa.Column('surface', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_surface', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['author_member_id'], ['member.id'], name=op.f('fk_instruction_author_member_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_instruction_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_instruction')),
    sa.UniqueConstraint('workspace_id', 'key', name=op.f('uq_instruction_workspace_id_key'))
    )
    with op.batch_alter_table('instruction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_instruction_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('lead',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('name_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('email_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('email_blind', sa.LargeBinary(), nullable=True),
    sa.Column('phone_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('phone_blind', sa.LargeBinary(), nullable=True),
    sa.Column('company_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('position_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('stage', sa.String(), nullable=False),
    sa.Column('owner_member_id', sa.Uuid(), nullable=True),
    sa.Column('language', sa.String(), nullable=True),
    sa.Column('zone', sa.String(), nullable=True),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('is_frozen', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['owner_member_id'], ['member.id'], name=op.f('fk_lead_owner_member_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_lead_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead')),
    sa.UniqueConstraint('subject_ref', name=op.f('uq_lead_subject_ref'))
    )
    with op.batch_alter_table('lead', schema=None) as batch_op:
        batch_op.create_index('ix_lead_email', ['workspace_id', 'email_blind'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('passage',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('source_id', sa.Uuid(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('heading', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['source_id'], ['knowledge_source.id'], name=op.f('fk_passage_source_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_passage_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passage'))
    )
    with op.batch_alter_table('passage', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passage_source_id'), ['source_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_passage_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('sign_in',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('token_digest', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_sign_in_member_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_sign_in_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_sign_in_token_digest'))
    )
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_in_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('conversation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('lead_id', sa.Uuid(), nullable=False),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('control', sa.String(), nullable=False),
    sa.Column('control_member_id', sa.Uuid(), nullable=True),
    sa.Column('control_epoch', sa.Integer(), nullable=False),
    sa.Column('wants_person', sa.Boolean(), nullable=False),
    sa.Column('last_seq', sa.Integer(), nullable=False),
    sa.Column('rep_read_seq', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(), nullable=True),
    sa.Column('zone', sa.String(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_event_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['control_member_id'], ['member.id'], name=op.f('fk_conversation_control_member_id')),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_conversation_lead_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_conversation_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversation'))
    )
    with op.batch_alter_table('conversation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conversation_lead_id'), ['lead_id'], unique=False)
        batch_op.create_index('ix_conversation_recent', ['workspace_id', 'last_event_at'], unique=False)

    op.create_table('lead_fact',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('lead_id', sa.Uuid(), nullable=False),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('field', sa.String(), nullable=False),
    sa.Column('value_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('quote_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('collected_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('superseded_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_lead_fact_lead_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_lead_fact_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead_fact'))
    )
    with op.batch_alter_table('lead_fact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lead_fact_lead_id'), ['lead_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_fact_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('rule_version',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('instruction_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=True),
    sa.Column('not_after', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['instruction_id'], ['instruction.id'], name=op.f('fk_rule_version_instruction_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_rule_version_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_version')),
    sa.UniqueConstraint('instruction_id', 'version', name=op.f('uq_rule_version_instruction_id_version'))
    )
    with op.batch_alter_table('rule_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rule_version_instruction_id'), ['instruction_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rule_version_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('action',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=True),
    sa.Column('lead_id', sa.Uuid(), nullable=True),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('turn_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('effect', sa.String(), nullable=False),
    sa.Column('arguments_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('idempotency_key', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('checks', sa.JSON(), nullable=False),
    sa.Column('instruction_id', sa.Uuid(), nullable=True),
    sa.Column('rule_version', sa.Integer(), nullable=True),
    sa.Column('result_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('error_code', sa.String(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_action_conversation_id')),
    sa.ForeignKeyConstraint(['instruction_id'], ['instruction.id'], name=op.f('fk_action_instruction_id')),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_action_lead_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_action_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action')),
    sa.UniqueConstraint('workspace_id', 'idempotency_key', name=op.f('uq_action_workspace_id_idempotency_key'))
    )
    with op.batch_alter_table('action', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_action_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index('ix_action_due', ['state', 'due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_action_lead_id'), ['lead_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_action_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('appointment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('lead_id', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=True),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('uid', sa.String(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('prospect_zone', sa.String(), nullable=False),
    sa.Column('hold_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('topic_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_appointment_conversation_id')),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_appointment_lead_id')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_appointment_member_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_appointment_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointment')),
    sa.UniqueConstraint('uid', name=op.f('uq_appointment_uid'))
    )
    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appointment_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_appointment_lead_id'), ['lead_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_appointment_member_id'), ['member_id'], unique=False)
        batch_op.create_index('ix_appointment_time', ['workspace_id', 'starts_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_appointment_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('data_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('calendar_version', sa.String(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_data_request_conversation_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_data_request_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_data_request'))
    )
    with op.batch_alter_table('data_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_data_request_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('event',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=False),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('actor_member_id', sa.Uuid(), nullable=True),
    sa.Column('visibility', sa.String(), nullable=False),
    sa.Column('client_id', sa.String(), nullable=True),
    sa.Column('turn_id', sa.Uuid(), nullable=True),
    sa.Column('payload_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_event_conversation_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_event_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')),
    sa.UniqueConstraint('conversation_id', 'client_id', name=op.f('uq_event_conversation_id_client_id')),
    sa.UniqueConstraint('conversation_id', 'seq', name=op.f('uq_event_conversation_id_seq'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('task',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=False),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('note_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_task_conversation_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_task_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task'))
    )
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('turn',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=False),
    sa.Column('trigger_seq', sa.Integer(), nullable=False),
    sa.Column('trigger', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('control_epoch', sa.Integer(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_turn_conversation_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_turn_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_turn'))
    )
    with op.batch_alter_table('turn', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_turn_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index('ix_turn_due', ['state', 'lease_until'], unique=False)
        batch_op.create_index(batch_op.f('ix_turn_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('vault_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=False),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('entity', sa.String(), nullable=False),
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('owner', sa.String(), nullable=False),
    sa.Column('value_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_vault_entry_conversation_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_vault_entry_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vault_entry')),
    sa.UniqueConstraint('conversation_id', 'token', name=op.f('uq_vault_entry_conversation_id_token'))
    )
    with op.batch_alter_table('vault_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_vault_entry_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_vault_entry_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('visitor',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=False),
    sa.Column('site_key_id', sa.Uuid(), nullable=True),
    sa.Column('token_digest', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_visitor_conversation_id')),
    sa.ForeignKeyConstraint(['site_key_id'], ['site_key.id'], name=op.f('fk_visitor_site_key_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_visitor_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visitor')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_visitor_token_digest'))
    )
    with op.batch_alter_table('visitor', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visitor_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visitor_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('approval',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('action_id', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=True),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason_sealed', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['action_id'], ['action.id'], name=op.f('fk_approval_action_id')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_approval_conversation_id')),
    sa.ForeignKeyConstraint(['decided_by'], ['member.id'], name=op.f('fk_approval_decided_by')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_approval_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_approval')),
    sa.UniqueConstraint('action_id', name=op.f('uq_approval_action_id'))
    )
    with op.batch_alter_table('approval', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_approval_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('bucket',
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('appointment_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointment.id'], name=op.f('fk_bucket_appointment_id')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_bucket_member_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_bucket_workspace_id')),
    sa.PrimaryKeyConstraint('member_id', 'starts_at', name=op.f('pk_bucket'))
    )
    with op.batch_alter_table('bucket', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bucket_appointment_id'), ['appointment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bucket_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('delivery',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('action_id', sa.Uuid(), nullable=False),
    sa.Column('subject_ref', sa.Uuid(), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('carrier', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('recipient_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('message_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('message_ref', sa.String(), nullable=False),
    sa.Column('error_code', sa.String(), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['action_id'], ['action.id'], name=op.f('fk_delivery_action_id')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_delivery_workspace_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery')),
    sa.UniqueConstraint('action_id', 'attempt', name=op.f('uq_delivery_action_id_attempt'))
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delivery_action_id'), ['action_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_delivery_workspace_id'), ['workspace_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delivery_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_delivery_action_id'))

    op.drop_table('delivery')
    with op.batch_alter_table('bucket', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bucket_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_bucket_appointment_id'))

    op.drop_table('bucket')
    with op.batch_alter_table('approval', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_approval_workspace_id'))

    op.drop_table('approval')
    with op.batch_alter_table('visitor', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visitor_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_visitor_conversation_id'))

    op.drop_table('visitor')
    with op.batch_alter_table('vault_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_vault_entry_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_vault_entry_conversation_id'))

    op.drop_table('vault_entry')
    with op.batch_alter_table('turn', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_turn_workspace_id'))
        batch_op.drop_index('ix_turn_due')
        batch_op.drop_index(batch_op.f('ix_turn_conversation_id'))

    op.drop_table('turn')
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_task_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_task_conversation_id'))

    op.drop_table('task')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_event_conversation_id'))

    op.drop_table('event')
    with op.batch_alter_table('data_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_data_request_workspace_id'))

    op.drop_table('data_request')
    with op.batch_alter_table('appointment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_appointment_workspace_id'))
        batch_op.drop_index('ix_appointment_time')
        batch_op.drop_index(batch_op.f('ix_appointment_member_id'))
        batch_op.drop_index(batch_op.f('ix_appointment_lead_id'))
        batch_op.drop_index(batch_op.f('ix_appointment_conversation_id'))

    op.drop_table('appointment')
    with op.batch_alter_table('action', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_action_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_action_lead_id'))
        batch_op.drop_index('ix_action_due')
        batch_op.drop_index(batch_op.f('ix_action_conversation_id'))

    op.drop_table('action')
    with op.batch_alter_table('rule_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rule_version_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_rule_version_instruction_id'))

    op.drop_table('rule_version')
    with op.batch_alter_table('lead_fact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lead_fact_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_lead_fact_lead_id'))

    op.drop_table('lead_fact')
    with op.batch_alter_table('conversation', schema=None) as batch_op:
        batch_op.drop_index('ix_conversation_recent')
        batch_op.drop_index(batch_op.f('ix_conversation_lead_id'))

    op.drop_table('conversation')
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_sign_in_member_id'))

    op.drop_table('sign_in')
    with op.batch_alter_table('passage', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_passage_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_passage_source_id'))

    op.drop_table('passage')
    with op.batch_alter_table('lead', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lead_workspace_id'))
        batch_op.drop_index('ix_lead_email')

    op.drop_table('lead')
    with op.batch_alter_table('instruction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_instruction_workspace_id'))

    op.drop_table('instruction')
    with op.batch_alter_table('decision_payload', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_payload_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_decision_payload_decision_id'))

    op.drop_table('decision_payload')
    with op.batch_alter_table('busy_time', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_busy_time_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_busy_time_member_id'))

    op.drop_table('busy_time')
    with op.batch_alter_table('suppression', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_suppression_workspace_id'))

    op.drop_table('suppression')
    with op.batch_alter_table('site_key', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_site_key_workspace_id'))

    op.drop_table('site_key')
    with op.batch_alter_table('member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_member_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_member_sign_in_blind'))

    op.drop_table('member')
    with op.batch_alter_table('knowledge_source', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_knowledge_source_workspace_id'))

    op.drop_table('knowledge_source')
    op.drop_table('decision_head')
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_decision_subject_ref'))
        batch_op.drop_index(batch_op.f('ix_decision_conversation_ref'))
        batch_op.drop_index(batch_op.f('ix_decision_action_id'))

    op.drop_table('decision')
    op.drop_table('workspace')
    with op.batch_alter_table('sign_in_failure', schema=None) as batch_op:
        batch_op.drop_index('ix_sign_in_failure_recent')

    op.drop_table('sign_in_failure')
